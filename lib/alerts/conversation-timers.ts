/** The limits that run for one conversation under the rules. They follow from the facts alone. Pure. */
import { addBusiness } from '@/lib/core/calendar'
import type { FoldConfig } from '@/lib/facts/config'
import type { Instant } from '@/lib/facts/event'
import type { TicketFact, TicketFacts } from '@/lib/facts/shapes'
import type { ConversationParams } from './kinds/conversation'
import { complaintsOf, isVip, matches } from './kinds/matching'
import type { SlaParams } from './kinds/sla'
import type { Clock, Rule, RuleTimer, TimerPhase } from './types'

type Facts<Name extends 'episode' | 'round' | 'assignment' | 'complaint'> = TicketFacts[Name][number]

/** What timers are made of. */
export type TimedTicket = Pick<
  TicketFact,
  | 'ticketId'
  | 'source'
  | 'subject'
  | 'direction'
  | 'state'
  | 'openedAt'
  | 'channel'
  | 'teamLast'
  | 'agentLast'
  | 'product'
  | 'issueType'
  | 'region'
  | 'customerTier'
  | 'campaign'
  | 'priority'
  | 'entryPage'
  | 'tags'
>
export interface TimedFacts {
  readonly ticket: TimedTicket | null
  readonly episode: readonly Pick<Facts<'episode'>, 'outcome' | 'startedAt'>[]
  readonly round: readonly Pick<Facts<'round'>, 'outcome' | 'startedAt'>[]
  readonly assignment: readonly Pick<Facts<'assignment'>, 'outcome'>[]
  readonly complaint: readonly Pick<Facts<'complaint'>, 'filedAt' | 'category' | 'issueType'>[]
}

type TimedRule = Pick<Rule, 'id' | 'kind' | 'params' | 'enabled'>

interface WaitLimit {
  readonly limitSeconds: number
  readonly warnSeconds: number | null
}

/**
 * Every timer that must stand for a conversation: of each enabled conversation and SLA rule that fits it, for the waits
 * that run. Ordered by rule, phase and start, so that rows are written in one order.
 */
export function ruleTimersOf(
  facts: TimedFacts,
  rules: readonly TimedRule[],
  config: Pick<FoldConfig, 'calendarFor'>,
): RuleTimer[] {
  const { ticket } = facts
  if (ticket === null || ticket.direction === 'out') return []
  const timers: RuleTimer[] = []
  for (const rule of rules) {
    if (!rule.enabled) continue
    if (rule.kind === 'conversation') timers.push(...ofConversation(rule, facts, ticket, config))
    else if (rule.kind === 'sla') timers.push(...ofPromise(rule, facts, ticket, config))
  }
  return timers.sort((a, b) => compare(a.ruleId, b.ruleId) || compare(a.phase, b.phase) || a.since - b.since)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function ofConversation(
  rule: TimedRule,
  facts: TimedFacts,
  ticket: TimedTicket,
  config: Pick<FoldConfig, 'calendarFor'>,
): RuleTimer[] {
  const params = rule.params as ConversationParams
  if (!matches(params.match, ticket, facts.complaint)) return []
  const limit: WaitLimit = params.vip !== null && isVip(ticket) ? params.vip : params
  return waitsOf(params.clock, facts, ticket).flatMap((since) =>
    pair(rule.id, ticket, since, limit, ['warn', 'limit'], params.calendar, config),
  )
}

function ofPromise(
  rule: TimedRule,
  facts: TimedFacts,
  ticket: TimedTicket,
  config: Pick<FoldConfig, 'calendarFor'>,
): RuleTimer[] {
  const { policies } = rule.params as SlaParams
  const policy = policies.find(({ match }) => matches(match, ticket, facts.complaint))
  if (policy === undefined) return []
  // What is promised for a complaint begins with the complaint.
  const filed = complaintsOf(policy.match, facts.complaint).map((it) => it.filedAt)
  const from = (since: Instant) => (filed.length === 0 ? since : Math.max(since, Math.min(...filed)))
  const timers: RuleTimer[] = []
  if (policy.firstResponse !== null) {
    const clock = filed.length === 0 ? 'first_reply' : 'reply'
    for (const since of waitsOf(clock, facts, ticket)) {
      timers.push(
        ...pair(
          rule.id,
          ticket,
          from(since),
          policy.firstResponse,
          ['warn', 'limit'],
          policy.calendar,
          config,
        ),
      )
    }
  }
  if (policy.solution !== null) {
    for (const since of waitsOf('unresolved', facts, ticket)) {
      timers.push(
        ...pair(
          rule.id,
          ticket,
          from(since),
          policy.solution,
          ['solve_warn', 'solve_limit'],
          policy.calendar,
          config,
        ),
      )
    }
  }
  return timers
}

/** When the waits that a clock times began: none where nobody waits. */
function waitsOf(clock: Clock, facts: TimedFacts, ticket: TimedTicket): readonly Instant[] {
  const first = facts.episode.filter(({ outcome }) => outcome === 'waiting').map(({ startedAt }) => startedAt)
  switch (clock) {
    case 'first_reply':
      return first
    case 'next_reply':
    case 'reply': {
      // The reply that ends a round also ends the wait it lies in: while an episode waits, it alone is timed.
      if (first.length > 0) return clock === 'reply' ? first : []
      return facts.round.filter(({ outcome }) => outcome === 'open').map(({ startedAt }) => startedAt)
    }
    case 'queue':
      return facts.assignment.some(({ outcome }) => outcome === 'open') ? [] : first
    case 'unresolved':
      return ticket.state === 'open' && ticket.openedAt !== null ? [ticket.openedAt] : []
  }
}

function pair(
  ruleId: string,
  ticket: TimedTicket,
  since: Instant,
  { limitSeconds, warnSeconds }: WaitLimit,
  [warn, limit]: readonly [TimerPhase, TimerPhase],
  calendar: 'all_hours' | 'business',
  config: Pick<FoldConfig, 'calendarFor'>,
): RuleTimer[] {
  const timer = (phase: TimerPhase, seconds: number): RuleTimer[] => {
    const dueAt = after(since, seconds * 1000, calendar, ticket, config)
    return dueAt === null ? [] : [{ ruleId, ticketId: ticket.ticketId, phase, since, dueAt }]
  }
  return [
    ...(warnSeconds === null ? [] : timer(warn, limitSeconds - warnSeconds)),
    ...timer(limit, limitSeconds),
  ]
}

/** null = it never comes: the calendar has no more working time. */
function after(
  since: Instant,
  ms: number,
  calendar: 'all_hours' | 'business',
  ticket: TimedTicket,
  config: Pick<FoldConfig, 'calendarFor'>,
): Instant | null {
  if (calendar === 'all_hours') return since + ms
  const hours = config.calendarFor({ channel: ticket.channel, team: ticket.teamLast, at: since })
  return hours === null ? since + ms : addBusiness(hours, since, ms)
}
