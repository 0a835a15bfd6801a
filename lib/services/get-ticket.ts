import { notFound } from '@/lib/core/errors'
import { formatInZone } from '@/lib/core/grain'
import { maskDeep, maskText } from '@/lib/core/masking'
import { readCare } from '@/lib/db/claims'
import { readTicket } from '@/lib/db/query-ticket'
import { readFoldConfig } from '@/lib/db/settings'
import type { UnifiedEvent } from '@/lib/facts/event'
import { clockSegments } from '@/lib/facts/timeline'
import { ticketId } from '@/lib/facts/unit'
import { actorOf } from './actor'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'
import { shownName } from './rows-input'
import { mayCare } from './waiting-ticket'

type Fields = Readonly<Record<string, unknown>>

const INSTANT = /(?:At|Since)$/
const DURATION = /^(.*?)(Biz)?Ms$/
const THOUSANDTHS = /^(.*)Milli$/
/** the unit's own keys, and what the ticket says once for all its facts */
const INNER = new Set(['ticketId', 'no'])
const DESCRIBED = new Set([
  'source',
  'channel',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
])
/** instants by their full name, beside those that end in At or Since */
const INSTANTS = new Set(['at'])
const TEXTS = new Set(['title', 'comment', 'customer', 'entryPage'])

/**
 * A fact as clients see it: instants in RFC 3339, `…Ms` as `…Seconds` (`…BizMs` as `…BusinessSeconds`),
 * thousandths as points, texts masked.
 */
function shown(fact: Fields, zone: string, leaveOut: ReadonlySet<string>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fact)) {
    if (INNER.has(name) || leaveOut.has(name)) continue
    const duration = DURATION.exec(name)
    const points = THOUSANDTHS.exec(name)
    if (duration)
      out[`${duration[1]}${duration[2] ? 'Business' : ''}Seconds`] =
        typeof value === 'number' ? value / 1000 : null
    else if (points) out[points[1] ?? name] = typeof value === 'number' ? value / 1000 : null
    else if (typeof value === 'number' && (INSTANT.test(name) || INSTANTS.has(name)))
      out[name] = formatInZone(value, zone)
    else out[name] = TEXTS.has(name) && typeof value === 'string' ? maskText(value) : value
  }
  return out
}

export interface ShownMessage {
  readonly id: string
  readonly at: string
  readonly from: string | null
  readonly agent: string | null
  /** personal numbers masked; null where the source sent none */
  readonly text: string | null
  /** false = private note */
  readonly public: boolean
  /** sent by a machine in an agent's name */
  readonly auto: boolean
}

function message(event: UnifiedEvent, zone: string): ShownMessage {
  const { from, agent, text, public: visible, auto } = event.data
  return {
    id: event.id,
    at: formatInZone(event.time, zone),
    from: typeof from === 'string' ? from : null,
    agent: typeof agent === 'string' && agent !== '' ? agent : null,
    text: typeof text === 'string' ? maskText(text) : null,
    public: visible !== false,
    auto: auto === true,
  }
}

export interface TicketDetail {
  readonly source: string
  readonly subject: string
  /** the ticket's facts: instants in RFC 3339, durations in seconds */
  readonly ticket: Readonly<Record<string, unknown>>
  /** what it waited for and when; `to` null = it goes on */
  readonly segments: readonly {
    readonly kind: string
    readonly from: string
    readonly to: string | null
    readonly seconds: number
    readonly agent: string | null
    readonly team: string | null
  }[]
  /** when a limit ran or runs out; `met` null = not decided yet */
  readonly limits: readonly { readonly kind: string; readonly at: string; readonly met: boolean | null }[]
  readonly messages: readonly ShownMessage[]
  readonly events: readonly {
    readonly id: string
    readonly type: string
    readonly at: string
    readonly data: unknown
  }[]
  /** true where there are more events than are shown */
  readonly moreEvents: boolean
  readonly episodes: readonly Readonly<Record<string, unknown>>[]
  readonly rounds: readonly Readonly<Record<string, unknown>>[]
  readonly assignments: readonly Readonly<Record<string, unknown>>[]
  readonly answers: readonly Readonly<Record<string, unknown>>[]
  readonly complaints: readonly Readonly<Record<string, unknown>>[]
  readonly suggestions: readonly Readonly<Record<string, unknown>>[]
  readonly contacts: readonly Readonly<Record<string, unknown>>[]
  /** the asker may claim and note it */
  readonly mayAct: boolean
  /** the customer's name, or else the id, as everybody may read it: 何** */
  readonly who: string | null
  /** somebody waits for a reply on it now */
  readonly waits: boolean
  /** who looks after the present wait; `mine` = the asker */
  readonly claim: { readonly name: string; readonly at: string; readonly mine: boolean } | null
  /** what colleagues noted, oldest first */
  readonly notes: readonly { readonly text: string; readonly by: string; readonly at: string }[]
}

/**
 * One ticket: its facts, clock segments, limits, messages and events, with personal numbers masked. Throws 404,
 * with the same words, where there is none and where it never was with one of the asker's teams.
 */
export async function getTicket(ctx: Context, source: string, subject: string): Promise<TicketDetail> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  // NUL and lone surrogates never pass the door, and Postgres takes neither.
  if (source.includes('\u0000') || subject.includes('\u0000')) throw notFound()
  const stored = await readTicket(ticketId(source, subject), teamScope(ctx.principal))
  if (stored === null) throw notFound()
  const { facts, events, moreEvents } = stored
  const [config, care] = await Promise.all([readFoldConfig(), readCare(facts.ticket.ticketId, facts.ticket)])
  const { segments, limits } = clockSegments(events, config)
  const at = (instant: number) => formatInZone(instant, zone)
  const rows = (list: readonly unknown[]) => list.map((fact) => shown(fact as Fields, zone, DESCRIBED))
  return {
    source: facts.ticket.source,
    subject: facts.ticket.subject,
    ticket: shown(facts.ticket as unknown as Fields, zone, new Set()),
    segments: segments.map(({ kind, from, to, agent, team }) => ({
      kind,
      from: at(from),
      to: to === null ? null : at(to),
      seconds: Math.max(0, (to ?? ctx.now) - from) / 1000,
      agent,
      team,
    })),
    limits: limits.map((limit) => ({ kind: limit.kind, at: at(limit.at), met: limit.met })),
    messages: events.filter(({ type }) => type === 'message.sent').map((event) => message(event, zone)),
    events: events.map(({ id, type, time, data }) => ({ id, type, at: at(time), data: maskDeep(data) })),
    moreEvents,
    episodes: rows(facts.episode),
    rounds: rows(facts.round),
    assignments: rows(facts.assignment),
    answers: rows(facts.answer),
    complaints: rows(facts.complaint),
    suggestions: rows(facts.suggestion),
    contacts: rows(facts.contact),
    mayAct: mayCare(ctx),
    who: shownName(care.customerName, facts.ticket.customer),
    waits: care.waits,
    claim:
      care.claim === null
        ? null
        : {
            name: care.claim.name,
            at: at(care.claim.at),
            mine: care.claim.by === actorOf(ctx.principal),
          },
    notes: care.notes.map((note) => ({ ...note, at: at(note.at) })),
  }
}
