/** Where the tickets, ratings, complaints and orders of a customer lie on one line of time. Pure. */
import { DAY } from '@/lib/core/zone'

export interface TimelineTicket {
  readonly channel: string | null
  /** epoch ms */
  readonly from: number
  /** null = it is still open */
  readonly to: number | null
}

export interface TimelineLane<Ticket> {
  readonly channel: string | null
  readonly bars: readonly { readonly ticket: Ticket; readonly left: number; readonly width: number }[]
}

export interface TimelineSpan {
  readonly from: number
  readonly to: number
}

/** From a little before the first thing to now; four weeks at least. */
export function timelineSpan(instants: readonly number[], now: number): TimelineSpan {
  const first = Math.min(now, ...instants)
  const from = Math.min(first - (now - first) * 0.02, now - 28 * DAY)
  return { from, to: now }
}

/** Place of an instant, 0–1 of the span. */
export const placeAt = (at: number, span: TimelineSpan): number =>
  Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)))

/** A lane for each channel, the one with the latest ticket first; bars as shares of the span. */
export function timelineLanes<Ticket extends TimelineTicket>(
  tickets: readonly Ticket[],
  span: TimelineSpan,
): TimelineLane<Ticket>[] {
  const lanes = new Map<string | null, Ticket[]>()
  for (const ticket of [...tickets].sort((a, b) => b.from - a.from)) {
    lanes.set(ticket.channel, [...(lanes.get(ticket.channel) ?? []), ticket])
  }
  return [...lanes].map(([channel, own]) => ({
    channel,
    bars: own
      .map((ticket) => {
        const left = placeAt(ticket.from, span)
        return { ticket, left, width: placeAt(ticket.to ?? span.to, span) - left }
      })
      .reverse(),
  }))
}
