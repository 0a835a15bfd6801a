/**
 * What the fact tables and rollups look like in SQL: one descriptor a table, from which the Prisma models, the
 * reading, the writing and the comparing of facts are made. The compiler holds it to `lib/facts/shapes.ts`:
 * a field that is missing, has another type or another nullness does not compile.
 */
import type {
  AgentSpanFact,
  AnswerFact,
  AssignmentFact,
  ComplaintFact,
  ContactFact,
  CustomerFact,
  EpisodeFact,
  FactName,
  MessageFact,
  RoundFact,
  SuggestionFact,
  TicketFact,
} from '@/lib/facts/shapes'
import { FAMILIES } from '@/lib/metrics/families'
import { rolledUp } from '@/lib/metrics/measures'

/** instant = epoch ms here, timestamptz in SQL; texts and instants are arrays of those. */
export type ColumnType = 'uuid' | 'text' | 'int' | 'bigint' | 'bool' | 'instant' | 'texts' | 'instants'

type Base<T> = [T] extends [boolean]
  ? 'bool'
  : [T] extends [number]
    ? 'int' | 'bigint' | 'instant'
    : [T] extends [string]
      ? 'uuid' | 'text'
      : [T] extends [readonly string[]]
        ? 'texts'
        : [T] extends [readonly number[]]
          ? 'instants'
          : never
type Spec<T> = null extends T ? `${Base<NonNullable<T>>}?` : Base<T>
type Shape<T> = { readonly [K in keyof T]-?: Spec<T[K]> }

export interface Column {
  /** field of the shape, camelCase */
  readonly field: string
  /** column, snake_case */
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** names of the key's columns, the unit's id first */
  readonly key: readonly string[]
}

/** `issueType` → `issue_type` */
export function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function table<T>(name: string, key: readonly string[], shape: Shape<T>): Table {
  const columns = Object.entries(shape as Record<string, string>).map(([field, spec]): Column => {
    const nullable = spec.endsWith('?')
    return {
      field,
      name: snakeCase(field),
      type: (nullable ? spec.slice(0, -1) : spec) as ColumnType,
      nullable,
    }
  })
  return { name, columns, key }
}

const described = {
  source: 'text',
  channel: 'text?',
  product: 'text?',
  issueType: 'text?',
  region: 'text?',
  customerTier: 'text?',
  campaign: 'text?',
  priority: 'text?',
} as const
const row = { ticketId: 'uuid', no: 'int', ...described } as const
const credited = { ...row, team: 'text?', agent: 'text?' } as const
const KEY = ['ticket_id', 'no']

export const FACT_TABLES: Readonly<Record<FactName, Table>> = {
  ticket: table<TicketFact>('ticket', ['ticket_id'], {
    ...row,
    subject: 'text',
    channelKind: 'text',
    customer: 'text?',
    direction: 'text',
    title: 'text?',
    entryPage: 'text?',
    tags: 'texts?',
    state: 'text',
    firstAt: 'instant',
    lastAt: 'instant',
    openedAt: 'instant?',
    teamOpened: 'text?',
    agentOpened: 'text?',
    resolvedAt: 'instant?',
    everResolvedAt: 'instant?',
    endedAt: 'instant?',
    closedAt: 'instant?',
    teamSettled: 'text?',
    agentSettled: 'text?',
    teamClosed: 'text?',
    agentClosed: 'text?',
    teamLast: 'text?',
    agentLast: 'text?',
    teams: 'texts',
    answered: 'bool',
    transferred: 'bool',
    transferredTeam: 'bool',
    reopened: 'bool',
    reopened72: 'bool',
    ahtMs: 'bigint?',
    ahtBizMs: 'bigint?',
    resolutionMs: 'bigint?',
    resolutionBizMs: 'bigint?',
    resolutionDueAt: 'instant?',
    resolutionDueBizAt: 'instant?',
    resolvedWithin: 'bool?',
    resolvedWithinBiz: 'bool?',
    fcrRepeat: 'bool',
    surveySentAt: 'instant?',
    surveyAnswered: 'bool',
    teamSurvey: 'text?',
    agentSurvey: 'text?',
    messagesIn: 'int',
    messagesOut: 'int',
    waitingSince: 'instant?',
    roundSince: 'instant?',
  }),
  episode: table<EpisodeFact>('episode', KEY, {
    ...credited,
    startedAt: 'instant',
    endedAt: 'instant?',
    outcome: 'text',
    waitMs: 'bigint?',
    waitBizMs: 'bigint?',
    within: 'bool?',
    withinBiz: 'bool?',
    dueAt: 'instant',
    dueBizAt: 'instant',
    slWithin: 'bool?',
    slWithinBiz: 'bool?',
    slDueAt: 'instant',
    slDueBizAt: 'instant',
    shortAbandon: 'bool',
  }),
  round: table<RoundFact>('round', KEY, {
    ...credited,
    startedAt: 'instant',
    endedAt: 'instant?',
    outcome: 'text',
    first: 'bool',
    responseMs: 'bigint?',
    responseBizMs: 'bigint?',
    breached: 'bool?',
    breachedBiz: 'bool?',
    dueAt: 'instant?',
    dueBizAt: 'instant?',
  }),
  assignment: table<AssignmentFact>('assignment', KEY, {
    ...credited,
    agent: 'text',
    assignedAt: 'instant',
    outcome: 'text',
    responseMs: 'bigint?',
    responseBizMs: 'bigint?',
  }),
  message: table<MessageFact>('message', KEY, { ...credited, at: 'instant', direction: 'text' }),
  answer: table<AnswerFact>('answer', KEY, {
    ...credited,
    at: 'instant',
    kind: 'text',
    scale: 'text',
    scoreMilli: 'int',
    normalMilli: 'int',
    comment: 'text?',
    onTicket: 'bool',
  }),
  complaint: table<ComplaintFact>('complaint', KEY, {
    ...credited,
    filedAt: 'instant',
    customer: 'text?',
    level: 'text',
    category: 'text?',
    counted: 'bool',
    onTicket: 'bool',
  }),
  suggestion: table<SuggestionFact>('suggestion', KEY, {
    ...credited,
    suggestion: 'text',
    submittedAt: 'instant?',
    decidedAt: 'instant?',
    adopted: 'bool',
    onTicket: 'bool',
  }),
  contact: table<ContactFact>('contact', KEY, {
    ...credited,
    agent: 'text',
    startedAt: 'instant',
    endedAt: 'instant?',
  }),
}

export const FACT_NAMES = Object.keys(FACT_TABLES) as readonly FactName[]

export const AGENT_SPAN_TABLE: Table = table<AgentSpanFact>('agent_span', ['agent', 'started_at'], {
  agent: 'text',
  team: 'text?',
  source: 'text',
  status: 'text',
  capacity: 'int?',
  startedAt: 'instant',
  endedAt: 'instant?',
})

export const CUSTOMER_TABLE: Table = table<CustomerFact>('customer', ['source', 'customer'], {
  source: 'text',
  customer: 'text',
  name: 'text?',
  tier: 'text?',
  region: 'text?',
  lifetimeValueCents: 'bigint?',
  tags: 'texts?',
  phone: 'text?',
  email: 'text?',
  lastOrderAt: 'instant?',
  lastActiveAt: 'instant?',
  orders: 'instants',
})

/** Columns every rollup's key has: the cube, the start of the bucket, and up to two dimension values ('' = none). */
export const CELL_KEY = ['cube', 'bucket', 'k1', 'k2'] as const

/** Bins of a sketch, `b00` … `b47`. */
export const SKETCH_BINS = 48
export const BIN_COLUMNS: readonly string[] = Array.from(
  { length: SKETCH_BINS },
  (_, i) => `b${String(i).padStart(2, '0')}`,
)

export interface RollupTable {
  readonly family: string
  readonly name: string
  /** measure columns after `n` */
  readonly measures: readonly string[]
}

export const ROLLUP_TABLES: readonly RollupTable[] = FAMILIES.map((family) => ({
  family: family.id,
  name: `rollup_${family.id}`,
  measures: rolledUp(family).map((measure) => measure.id),
}))
