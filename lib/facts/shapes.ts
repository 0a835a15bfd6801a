/**
 * The shapes of facts: what folding the events of one unit leaves behind. Each fact is one table of the same
 * name; columns are the field names in snake_case. Durations are whole milliseconds (bigint columns), instants
 * epoch milliseconds here and timestamptz in SQL. `…Ms` is wall clock (`all_hours`), `…BizMs` working time
 * (`business`). Integers everywhere, so that adding and subtracting is exact and a rebuild gives the same bytes.
 */
import type { Instant, Millis, SurveyKind } from './event'

export type ChannelKind = 'phone' | 'chat' | 'ticket'

/** Descriptive dimensions: the ticket's latest values by event time, on every fact of the ticket. */
export interface Described {
  source: string
  channel: string | null
  product: string | null
  issueType: string | null
  region: string | null
  customerTier: string | null
  campaign: string | null
  priority: string | null
}

/** Every fact row: its unit, its place in the unit, and what it is described by. Key: (ticketId, no). */
export interface FactRow extends Described {
  /** uuid from (source, subject); facts without a ticket carry a uuid of their own unit. */
  ticketId: string
  no: number
}

/** One ticket. `no` is always 0. Key: ticketId. */
export interface TicketFact extends FactRow {
  subject: string
  channelKind: ChannelKind
  customer: string | null
  direction: 'in' | 'out'
  title: string | null
  entryPage: string | null
  tags: readonly string[] | null
  state: 'open' | 'resolved' | 'closed' | 'abandoned'
  /** time of the first and the last event of the ticket */
  firstAt: Instant
  lastAt: Instant
  openedAt: Instant | null
  teamOpened: string | null
  agentOpened: string | null
  /** the last resolution, where it still stands (null while reopened or never resolved) */
  resolvedAt: Instant | null
  /** the last resolution, standing or not: anchor of reopen_rate */
  everResolvedAt: Instant | null
  /** resolvedAt, else the closing of an answered or abandoned ticket: anchor of AHT and of complaint_rate's denominator */
  endedAt: Instant | null
  /** the closing that counts, implied ones included */
  closedAt: Instant | null
  /** team and agent at the last resolution, else the last named / last assigned */
  teamSettled: string | null
  agentSettled: string | null
  teamClosed: string | null
  agentClosed: string | null
  /** the last named of all events, and who holds it now */
  teamLast: string | null
  agentLast: string | null
  /** every team ever named: who may see the ticket */
  teams: readonly string[]
  answered: boolean
  transferred: boolean
  transferredTeam: boolean
  /** any reopening after a resolution or closing; and: within 72 h of a resolution */
  reopened: boolean
  reopened72: boolean
  ahtMs: Millis | null
  ahtBizMs: Millis | null
  resolutionMs: Millis | null
  resolutionBizMs: Millis | null
  /** openedAt + resolution target, on either clock; past it an open ticket is late */
  resolutionDueAt: Instant | null
  resolutionDueBizAt: Instant | null
  resolvedWithin: boolean | null
  resolvedWithinBiz: boolean | null
  /** second stage (needs the customer's other tickets): another ticket makes this resolution no first-contact one */
  fcrRepeat: boolean
  /** first sending of any survey (an answer implies one); whether any was answered; team and agent then */
  surveySentAt: Instant | null
  surveyAnswered: boolean
  teamSurvey: string | null
  agentSurvey: string | null
  messagesIn: number
  messagesOut: number
  /** open episode without a reply: since when the customer waits for a human */
  waitingSince: Instant | null
  /** open round: since when the customer waits for the next reply */
  roundSince: Instant | null
}

/** A service episode: the wait for a human. Anchor: startedAt. */
export interface EpisodeFact extends FactRow {
  team: string | null
  agent: string | null
  startedAt: Instant
  /** when it was answered, abandoned or ended unanswered */
  endedAt: Instant | null
  /** `void`: resolved by a bot, or a later episode that ended unanswered: leaves every rate */
  outcome: 'waiting' | 'answered' | 'abandoned' | 'void'
  waitMs: Millis | null
  waitBizMs: Millis | null
  /** first-response target: within (answered), past (abandoned), due (waiting) */
  within: boolean | null
  withinBiz: boolean | null
  dueAt: Instant
  dueBizAt: Instant
  /** service level Y */
  slWithin: boolean | null
  slWithinBiz: boolean | null
  slDueAt: Instant
  slDueBizAt: Instant
  /** abandoned within the short limit (5 s phone, 10 s chat, none for tickets) */
  shortAbandon: boolean
}

/** A round: first unanswered customer message → next human reply. Anchor: startedAt. */
export interface RoundFact extends FactRow {
  team: string | null
  agent: string | null
  startedAt: Instant
  endedAt: Instant | null
  outcome: 'open' | 'answered' | 'unanswered'
  /** its reply is also the first reply of an episode */
  first: boolean
  responseMs: Millis | null
  responseBizMs: Millis | null
  /** answered or ended past the round target; null where the channel kind has no round target */
  breached: boolean | null
  breachedBiz: boolean | null
  dueAt: Instant | null
  dueBizAt: Instant | null
}

/** An assignment → that agent's first reply. Anchor: assignedAt. */
export interface AssignmentFact extends FactRow {
  team: string | null
  agent: string
  assignedAt: Instant
  outcome: 'open' | 'answered' | 'cancelled'
  responseMs: Millis | null
  responseBizMs: Millis | null
}

/** A counted message. Anchor: at. `in` = from the customer; `out` = public agent message, automatic included. */
export interface MessageFact extends FactRow {
  team: string | null
  agent: string | null
  at: Instant
  direction: 'in' | 'out'
}

/** One survey answer. Anchor: at. May have no ticket (then source is its only dimension). */
export interface AnswerFact extends FactRow {
  team: string | null
  agent: string | null
  at: Instant
  /** 'ces1' = answers on 1-7-effort, a series of its own */
  kind: SurveyKind | 'ces1'
  scale: string
  /** thousandths: the score on its own scale, and on 1–5 for csat kinds (else = score) */
  scoreMilli: number
  normalMilli: number
  comment: string | null
  /** false where the answer came without a ticket */
  onTicket: boolean
}

/** A complaint. Anchor: filedAt. */
export interface ComplaintFact extends FactRow {
  team: string | null
  agent: string | null
  filedAt: Instant
  customer: string | null
  level: 'high' | 'normal'
  category: string | null
  /** second stage: one per customer, issue (category, else issue type) and 7 days */
  counted: boolean
  onTicket: boolean
}

/** A decided suggestion (the last decision counts). Anchor: decidedAt. */
export interface SuggestionFact extends FactRow {
  team: string | null
  agent: string | null
  suggestion: string
  submittedAt: Instant | null
  decidedAt: Instant | null
  adopted: boolean
  onTicket: boolean
}

/** Time an agent has a live contact on one ticket: assignment or reply → hand-over, resolution, closing. Open end = null. */
export interface ContactFact extends FactRow {
  team: string | null
  agent: string
  startedAt: Instant
  endedAt: Instant | null
}

/** What folding one ticket leaves. */
export interface TicketFacts {
  ticket: TicketFact | null
  episode: EpisodeFact[]
  round: RoundFact[]
  assignment: AssignmentFact[]
  message: MessageFact[]
  answer: AnswerFact[]
  complaint: ComplaintFact[]
  suggestion: SuggestionFact[]
  contact: ContactFact[]
}
export type FactName = keyof TicketFacts

/** One span of an agent's status (not a ticket's fact). Key: (agent, startedAt). */
export interface AgentSpanFact {
  agent: string
  team: string | null
  source: string
  status: 'available' | 'busy' | 'wrapup' | 'break' | 'away' | 'offline'
  capacity: number | null
  startedAt: Instant
  /** null = the status now */
  endedAt: Instant | null
}

/** A customer as the sources describe it, and when it was last seen. Key: (source, customer). */
export interface CustomerFact {
  source: string
  customer: string
  name: string | null
  tier: string | null
  region: string | null
  /** hundredths of the source's currency */
  lifetimeValueCents: number | null
  tags: readonly string[] | null
  phone: string | null
  email: string | null
  /** order.placed, customer.active */
  lastOrderAt: Instant | null
  lastActiveAt: Instant | null
  orders: readonly Instant[]
}
