/**
 * What a ticket's facts need to know of the same customer's others: whether its resolution was followed by
 * another ticket, and which complaints count. Only customers that changed are looked at, and of them only the
 * windows of time a change can reach, so that the cost does not grow with history.
 */
import type { ClientBase } from 'pg'
import { countedComplaints } from '@/lib/facts/second-stage'
import type { ComplaintFact, TicketFact } from '@/lib/facts/shapes'
import type { RollupDeltas } from '@/lib/metrics/interpret'
import { instantArray, textArray, uuidArray } from './arrays'
import { FACT_TABLES } from './columns'
import { addFact, type FactChanges } from './fact-changes'
import { selectList } from './fact-store'

/** True for a ticket `t` that another of the same customer followed; the rule of `fcrRepeats` in SQL. */
export const REPEATED = `(t.customer IS NOT NULL AND t.resolved_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM ticket o
  WHERE o.source = t.source AND o.customer = t.customer AND o.opened_at > t.resolved_at
    AND o.opened_at <= t.resolved_at
      + CASE WHEN t.issue_type IS NULL THEN interval '24 hours' ELSE interval '168 hours' END
    AND (t.issue_type IS NULL OR o.issue_type = t.issue_type) AND o.ticket_id <> t.ticket_id))`

const REPEATS = `
  WITH reached AS (
    SELECT unnest($1::uuid[]) AS ticket_id
    UNION
    SELECT x.ticket_id FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS o(source, customer, opened_at)
    JOIN ticket x ON x.source = o.source AND x.customer = o.customer
      AND x.resolved_at >= o.opened_at - interval '168 hours' AND x.resolved_at < o.opened_at
  ), judged AS (
    SELECT t.ticket_id, ${REPEATED} AS repeated FROM reached JOIN ticket t USING (ticket_id)
  )
  UPDATE ticket AS t SET fcr_repeat = j.repeated FROM judged j
  WHERE t.ticket_id = j.ticket_id AND t.fcr_repeat <> j.repeated
  RETURNING ${selectList(FACT_TABLES.ticket, 't')}`

/** Judges first-contact resolution again where a change can reach it. The facts must have been written. */
export async function judgeRepeats(
  client: ClientBase,
  visits: FactChanges['visits'],
  deltas: RollupDeltas,
): Promise<void> {
  const resolved: string[] = []
  const openings: { source: string; customer: string; openedAt: number }[] = []
  for (const { before, after } of visits) {
    for (const ticket of [before, after]) {
      if (ticket === null || ticket.customer === null || ticket.openedAt === null) continue
      openings.push({ source: ticket.source, customer: ticket.customer, openedAt: ticket.openedAt })
    }
    // One that is no longer resolved, or has lost its customer, is no repeat any more either.
    if (after !== null && ((after.customer !== null && after.resolvedAt !== null) || after.fcrRepeat)) {
      resolved.push(after.ticketId)
    }
  }
  if (resolved.length === 0 && openings.length === 0) return
  const { rows } = await client.query<TicketFact>(REPEATS, [
    uuidArray(resolved),
    textArray(openings.map((opening) => opening.source)),
    textArray(openings.map((opening) => opening.customer)),
    instantArray(openings.map((opening) => opening.openedAt)),
  ])
  for (const row of rows) {
    addFact(deltas, 'ticket', { ...row, fcrRepeat: !row.fcrRepeat }, -1)
    addFact(deltas, 'ticket', { ...row }, 1)
  }
}

const WINDOW = 7 * 86_400_000
const nameOf = (complaint: ComplaintFact) => `${complaint.ticketId}/${complaint.no}`
const issueOf = (complaint: ComplaintFact) => complaint.category ?? complaint.issueType

const COMPLAINTS = `
  SELECT ${selectList(FACT_TABLES.complaint, 'c')}
  FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS u(source, customer, since)
  JOIN complaint c ON c.source = u.source AND c.customer = u.customer AND c.filed_at >= u.since`

const COUNTED = `
  UPDATE complaint AS c SET counted = u.counted FROM unnest($1::uuid[], $2::int[], $3::bool[]) AS u(ticket_id, no, counted)
  WHERE c.ticket_id = u.ticket_id AND c.no = u.no`

/** Counts complaints of the customers concerned again, from the earliest change on. The facts must have been written. */
export async function judgeComplaints(
  client: ClientBase,
  filings: FactChanges['complaints'],
  deltas: RollupDeltas,
): Promise<void> {
  const since = new Map<string, { source: string; customer: string; at: number }>()
  for (const { before, after } of filings) {
    for (const complaint of [before, after]) {
      if (complaint === null || complaint.customer === null) continue
      const { source, customer, filedAt } = complaint
      const key = JSON.stringify([source, customer])
      const known = since.get(key)
      if (known === undefined || filedAt < known.at) since.set(key, { source, customer, at: filedAt })
    }
  }
  if (since.size === 0) return
  const customers = [...since.values()]
  const { rows } = await client.query<ComplaintFact>(COMPLAINTS, [
    textArray(customers.map((row) => row.source)),
    textArray(customers.map((row) => row.customer)),
    instantArray(customers.map((row) => row.at - WINDOW)),
  ])
  const byCustomer = new Map<string, ComplaintFact[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.source, row.customer])
    const list = byCustomer.get(key)
    if (list === undefined) byCustomer.set(key, [row])
    else list.push(row)
  }
  const changed: ComplaintFact[] = []
  for (const [key, complaints] of byCustomer) {
    const from = since.get(key)?.at ?? 0
    // What was filed before the change stands as it was judged; only what counted then matters now.
    const judged = complaints.filter((row) => row.filedAt >= from || row.counted)
    const counted = countedComplaints(
      judged.map((row) => ({ key: nameOf(row), filedAt: row.filedAt, issue: issueOf(row) })),
    )
    for (const row of judged) {
      if (row.filedAt >= from && row.counted !== counted.has(nameOf(row))) changed.push(row)
    }
  }
  if (changed.length === 0) return
  for (const row of changed) {
    addFact(deltas, 'complaint', { ...row }, -1)
    addFact(deltas, 'complaint', { ...row, counted: !row.counted }, 1)
  }
  await client.query(COUNTED, [
    changed.map((row) => row.ticketId),
    changed.map((row) => row.no),
    changed.map((row) => !row.counted),
  ])
}

/** Counts the complaints of every customer from scratch; answers how many stand otherwise, and corrects them if asked. */
export async function recountComplaints(client: ClientBase, correct: boolean): Promise<number> {
  const { rows } = await client.query<ComplaintFact>(
    `SELECT ${selectList(FACT_TABLES.complaint, 'c')} FROM complaint c`,
  )
  const byCustomer = new Map<string, ComplaintFact[]>()
  const wrong: ComplaintFact[] = []
  for (const row of rows) {
    if (row.customer === null) {
      if (!row.counted) wrong.push(row)
      continue
    }
    const key = JSON.stringify([row.source, row.customer])
    byCustomer.set(key, [...(byCustomer.get(key) ?? []), row])
  }
  for (const complaints of byCustomer.values()) {
    const counted = countedComplaints(
      complaints.map((row) => ({ key: nameOf(row), filedAt: row.filedAt, issue: issueOf(row) })),
    )
    wrong.push(...complaints.filter((row) => row.counted !== counted.has(nameOf(row))))
  }
  if (correct && wrong.length > 0) {
    await client.query(COUNTED, [
      wrong.map((row) => row.ticketId),
      wrong.map((row) => row.no),
      wrong.map((row) => !row.counted),
    ])
  }
  return wrong.length
}
