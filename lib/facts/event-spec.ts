import { SURVEY_KINDS } from './event'

/**
 * What the data of each known event type may hold: the one table from which both the fast check at the door
 * (`parse-event.ts`) and the published schema (`event-schema.ts`) are made.
 *
 * - `name`: at most 200 characters; a dimension value, an id
 * - `free`: free text, at most 64 kB
 * - `channel`: a name of lower-case letters, digits, `_` and `-`, at most 40
 * - `tags`: a list of names
 */
export type FieldKind = 'name' | 'free' | 'channel' | 'number' | 'flag' | 'tags'

export interface FieldSpec {
  readonly name: string
  readonly kind: FieldKind
  readonly required: boolean
  /** the only values allowed; null = any */
  readonly oneOf: readonly string[] | null
  /** lowest number allowed */
  readonly min: number | null
}

export interface TypeSpec {
  /** the event belongs to a ticket and must name it */
  readonly subject: boolean
  readonly fields: readonly FieldSpec[]
}

const field = (
  name: string,
  kind: FieldKind,
  more: { required?: boolean; oneOf?: readonly string[]; min?: number } = {},
): FieldSpec => ({
  name,
  kind,
  required: more.required ?? false,
  oneOf: more.oneOf ?? null,
  min: more.min ?? null,
})
const name = (...names: string[]): FieldSpec[] => names.map((each) => field(each, 'name'))
const free = (...names: string[]): FieldSpec[] => names.map((each) => field(each, 'free'))
const required = (each: string): FieldSpec => field(each, 'name', { required: true })
const direction = field('direction', 'name', { oneOf: ['in', 'out'] })

const DESCRIPTION = [
  ...name(
    'customer',
    'customerTier',
    'region',
    'product',
    'issueType',
    'priority',
    'team',
    'agent',
    'campaign',
  ),
  ...free('title', 'entryPage'),
  direction,
  field('tags', 'tags'),
]
const CALL: TypeSpec = { subject: true, fields: [...name('agent'), direction, ...free('reason')] }
const BY_AGENT: TypeSpec = { subject: true, fields: name('agent') }
const OF_CUSTOMER: TypeSpec = {
  subject: false,
  fields: [required('customer'), ...name('product', 'orderId'), field('amount', 'number')],
}
const kind = field('kind', 'name', { required: true, oneOf: SURVEY_KINDS })

export const EVENT_SPECS: ReadonlyMap<string, TypeSpec> = new Map<string, TypeSpec>([
  [
    'ticket.opened',
    { subject: true, fields: [field('channel', 'channel', { required: true }), ...DESCRIPTION] },
  ],
  ['ticket.updated', { subject: true, fields: [field('channel', 'channel'), ...DESCRIPTION] }],
  ['ticket.queued', { subject: true, fields: name('team') }],
  ['ticket.assigned', { subject: true, fields: [required('agent'), ...name('team')] }],
  ['ticket.transferred', { subject: true, fields: name('fromAgent', 'toAgent', 'toTeam') }],
  [
    'message.sent',
    {
      subject: true,
      fields: [
        field('from', 'name', { required: true, oneOf: ['customer', 'agent', 'bot', 'system'] }),
        ...name('agent'),
        ...free('text'),
        field('public', 'flag'),
        field('auto', 'flag'),
      ],
    },
  ],
  ['call.ringing', CALL],
  ['call.answered', CALL],
  ['call.held', CALL],
  ['call.resumed', CALL],
  ['call.ended', CALL],
  ['call.wrapup_ended', CALL],
  ['ticket.abandoned', { subject: true, fields: free('reason') }],
  ['ticket.resolved', BY_AGENT],
  ['ticket.reopened', BY_AGENT],
  ['ticket.closed', BY_AGENT],
  ['survey.sent', { subject: false, fields: [kind] }],
  [
    'survey.answered',
    {
      subject: false,
      fields: [
        kind,
        field('score', 'number', { required: true }),
        ...name('scale', 'agent'),
        ...free('comment'),
      ],
    },
  ],
  [
    'complaint.filed',
    {
      subject: false,
      fields: [field('level', 'name', { oneOf: ['high', 'normal'] }), ...name('category'), ...free('text')],
    },
  ],
  ['suggestion.submitted', { subject: false, fields: [required('suggestion'), ...free('text')] }],
  [
    'suggestion.decided',
    { subject: false, fields: [required('suggestion'), field('adopted', 'flag'), ...free('text')] },
  ],
  [
    'agent.status',
    {
      subject: false,
      fields: [
        required('agent'),
        ...name('team'),
        field('status', 'name', {
          required: true,
          oneOf: ['available', 'busy', 'wrapup', 'break', 'away', 'offline'],
        }),
        field('capacity', 'number', { min: 0 }),
      ],
    },
  ],
  [
    'customer.updated',
    {
      subject: false,
      fields: [
        required('customer'),
        ...name('tier', 'region'),
        ...free('name', 'phone', 'email'),
        field('lifetimeValue', 'number'),
        field('tags', 'tags'),
      ],
    },
  ],
  ['customer.active', OF_CUSTOMER],
  ['order.placed', OF_CUSTOMER],
  ['source.heartbeat', { subject: false, fields: [] }],
])

/** Limits of one event. Sizes are bytes of UTF-8, of the event as compact JSON. */
export const EVENT_LIMITS = {
  nameLength: 200,
  channelLength: 40,
  textBytes: 64 * 1024,
  eventBytes: 256 * 1024,
  depth: 64,
  skewMs: 5 * 60_000,
} as const
export const CHANNEL_PATTERN = /^[a-z0-9_-]{1,40}$/
