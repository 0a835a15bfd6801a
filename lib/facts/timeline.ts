import type { FoldConfig } from './config'
import type { Instant, UnifiedEvent } from './event'
import { followTicket, type Standing } from './fold'

/** A stretch of a ticket's life, for the ticket page. */
export interface ClockSegment {
  /**
   * `waiting`: for the first human reply of an episode · `handling`: an agent's turn (a customer message is
   * unanswered, a call runs, or an outbound contact is being made) · `waiting_for_customer`: the agent has
   * replied · `transfer`: handed over, nobody has taken it up yet
   */
  readonly kind: 'waiting' | 'handling' | 'waiting_for_customer' | 'transfer'
  readonly from: Instant
  /** null = it goes on */
  readonly to: Instant | null
  readonly agent: string | null
  readonly team: string | null
}

/** An instant at which a limit runs out. */
export interface LimitMark {
  readonly kind: 'first_response' | 'service_level' | 'round' | 'resolution'
  readonly at: Instant
  /** null = not decided yet */
  readonly met: boolean | null
}

export interface Timeline {
  readonly segments: readonly ClockSegment[]
  readonly limits: readonly LimitMark[]
}

/**
 * The clock of one ticket from its events, in any order: what it waited for and when, and the wall-clock limits
 * that held. Outside its open stretches (after a resolution, a closing, an abandonment) there is no segment; nor
 * while only a bot served the customer.
 */
export function clockSegments(events: readonly UnifiedEvent[], config: FoldConfig): Timeline {
  const segments: ClockSegment[] = []
  let current: ClockSegment | null = null
  let handedOver = false
  const facts = followTicket(events, config, (event, standing) => {
    if (event.type === 'ticket.transferred') handedOver = true
    else if (event.type === 'ticket.assigned' || repliesIn(event)) handedOver = false
    if (standing.life !== 'open') handedOver = false
    const kind = kindOf(standing, handedOver)
    if (current !== null) {
      if (current.kind === kind && current.agent === standing.agent && current.team === standing.team) return
      push(segments, { ...current, to: event.time })
    }
    current =
      kind === null ? null : { kind, from: event.time, to: null, agent: standing.agent, team: standing.team }
  })
  if (current !== null) segments.push(current)

  const limits: LimitMark[] = []
  for (const { dueAt, within, slDueAt, slWithin } of facts.episode) {
    limits.push({ kind: 'first_response', at: dueAt, met: within })
    limits.push({ kind: 'service_level', at: slDueAt, met: slWithin })
  }
  for (const { dueAt, breached, first } of facts.round) {
    // The reply that ends an episode's wait is measured by that episode's limit.
    if (dueAt !== null && !first)
      limits.push({ kind: 'round', at: dueAt, met: breached === null ? null : !breached })
  }
  if (facts.ticket?.resolutionDueAt != null) {
    limits.push({ kind: 'resolution', at: facts.ticket.resolutionDueAt, met: facts.ticket.resolvedWithin })
  }
  limits.sort((a, b) => a.at - b.at)

  const waits = facts.episode.map(
    ({ startedAt, endedAt }) => [startedAt, endedAt ?? Number.POSITIVE_INFINITY] as const,
  )
  return { segments: segments.flatMap((segment) => withinWaits(segment, waits)), limits }
}

function kindOf(standing: Standing, handedOver: boolean): ClockSegment['kind'] | null {
  if (standing.life !== 'open') return null
  if (standing.waiting) return 'waiting'
  if (standing.talking) return 'handling'
  if (handedOver) return 'transfer'
  if (standing.roundOpen || !standing.replied) return 'handling'
  return 'waiting_for_customer'
}

function repliesIn({ type, data }: UnifiedEvent): boolean {
  if (type === 'call.answered') return true
  return type === 'message.sent' && data.from === 'agent' && data.public !== false && data.auto !== true
}

function push(segments: ClockSegment[], segment: ClockSegment): void {
  if (segment.to !== segment.from) segments.push(segment)
}

/** A wait counts from where its episode in the end begins: a queue after a bot moves that. */
function withinWaits(
  segment: ClockSegment,
  waits: readonly (readonly [Instant, Instant])[],
): readonly ClockSegment[] {
  if (segment.kind !== 'waiting') return [segment]
  const until = segment.to ?? Number.POSITIVE_INFINITY
  for (const [from, to] of waits) {
    if (to <= segment.from || from >= until) continue
    return [{ ...segment, from: Math.max(from, segment.from) }]
  }
  return []
}
