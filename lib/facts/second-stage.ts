import { compareCodePoints, type Instant } from './event'

/**
 * The second stage: what one ticket's facts need to know of the same customer's others (same source, same
 * customer id; until ids are linked, sources do not meet).
 */

const DAYS = 86_400_000
const REPEAT_WINDOW_MS = 7 * DAYS
const REPEAT_WINDOW_UNTYPED_MS = DAYS
const COMPLAINT_WINDOW_MS = 7 * DAYS

export interface ResolvedTicket {
  readonly ticketId: string
  readonly openedAt: Instant | null
  /** the standing resolution */
  readonly resolvedAt: Instant | null
  /** the latest */
  readonly issueType: string | null
}

/**
 * The tickets of one customer whose resolution was no first-contact one, because another ticket was opened
 * after it: of the same issue type within 7 days, or, where this ticket's type is unknown, any within 24 h.
 */
export function fcrRepeats(tickets: readonly ResolvedTicket[]): Set<string> {
  const repeats = new Set<string>()
  if (tickets.length < 2) return repeats
  const opened: { at: Instant; id: string; type: string | null }[] = []
  for (const { openedAt, ticketId, issueType } of tickets) {
    if (openedAt !== null) opened.push({ at: openedAt, id: ticketId, type: issueType })
  }
  opened.sort((a, b) => a.at - b.at)
  const byType = new Map<string, typeof opened>()
  for (const entry of opened) {
    if (entry.type === null) continue
    const list = byType.get(entry.type)
    if (list) list.push(entry)
    else byType.set(entry.type, [entry])
  }
  for (const { ticketId, resolvedAt, issueType } of tickets) {
    if (resolvedAt === null) continue
    const others = issueType === null ? opened : (byType.get(issueType) ?? [])
    const until = resolvedAt + (issueType === null ? REPEAT_WINDOW_UNTYPED_MS : REPEAT_WINDOW_MS)
    for (let i = firstAfter(others, resolvedAt); i < others.length; i++) {
      const other = others[i]
      if (!other || other.at > until) break
      if (other.id === ticketId) continue
      repeats.add(ticketId)
      break
    }
  }
  return repeats
}

function firstAfter(sorted: readonly { readonly at: Instant }[], instant: Instant): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.at ?? 0) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

export interface FiledComplaint {
  /** names the complaint within the call, e.g. `${ticketId}/${no}`; breaks ties of time */
  readonly key: string
  readonly filedAt: Instant
  /** its category, else the ticket's issue type */
  readonly issue: string | null
}

/**
 * Which complaints of one customer count: one per issue and 7 days, the days running from the last one that
 * counted. A complaint without a customer counts by itself and is not for this function.
 */
export function countedComplaints(complaints: readonly FiledComplaint[]): Set<string> {
  const counted = new Set<string>()
  const last = new Map<string | null, Instant>()
  const sorted = [...complaints].sort((a, b) => a.filedAt - b.filedAt || compareCodePoints(a.key, b.key))
  for (const { key, filedAt, issue } of sorted) {
    const before = last.get(issue)
    if (before !== undefined && filedAt - before <= COMPLAINT_WINDOW_MS) continue
    counted.add(key)
    last.set(issue, filedAt)
  }
  return counted
}
