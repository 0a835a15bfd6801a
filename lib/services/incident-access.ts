/** What everything about incidents has in common: which one, who reaches it, who may act, and how a deed is done. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import { appendAudit } from '@/lib/db/audit'
import { tellBoards } from '@/lib/db/claims'
import {
  addIncidentEvent,
  changeIncident,
  findIncident,
  type IncidentChange,
  type IncidentRef,
  type IncidentRow,
  lockIncident,
  type Reach,
} from '@/lib/db/incidents'
import { type Connection, transaction } from '@/lib/db/pool'
import { isStorable } from '@/lib/metrics/parse-query'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { ownAgent } from './own-agent'
import { readTenant } from './read-tenant'
import { requireHands } from './waiting-ticket'

/** Words of a person about an incident, at most `max`; personal numbers are covered before they are stored. */
export const wordsInput = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(isStorable, { error: 'Text holds NUL or half a character.' })
    .transform((text) => maskText(text))

/** Which incidents the asker reaches. An agent reaches those about them, given to them or told to them. */
export async function incidentReach(ctx: Context): Promise<Reach> {
  const { principal } = ctx
  const userId = principal.kind === 'user' ? principal.id : null
  if (principal.kind === 'user' && principal.role === 'agent')
    return { teams: [], userId, agent: await ownAgent(ctx) }
  return { teams: teamScope(principal), userId, agent: null }
}

/** An incident's name in an address: its uuid, or its number with or without `A-`. Throws 404 for what is neither. */
export function incidentRef(text: string): IncidentRef {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return { id: text.toLowerCase() }
  const number = /^(?:A-)?([1-9]\d{0,8})$/i.exec(text)?.[1]
  if (number === undefined) throw notFound()
  return { number: Number(number) }
}

/** The incident within the asker's reach. Throws 404 where there is none. */
export async function reachedIncident(ctx: Context, id: string): Promise<IncidentRow> {
  const reach = await incidentReach(ctx)
  const found = await findIncident(incidentRef(id), reach)
  if (found === null) throw notFound()
  return found
}

/** An incident as the API and the pages show it; times are RFC 3339. */
export interface ShownIncident {
  readonly id: string
  readonly number: number
  readonly title: IncidentRow['title']
  readonly rule: { readonly id: string; readonly name: string }
  readonly kind: string
  readonly severity: IncidentRow['severity']
  readonly state: IncidentRow['state']
  readonly scope: IncidentRow['scope']
  readonly teams: readonly string[]
  readonly vip: boolean
  readonly metric: string | null
  readonly unit: IncidentRow['unit']
  readonly value: number | null
  readonly limit: number | null
  readonly worst: number | null
  readonly openedAt: string
  readonly breachedAt: string
  readonly recoveredAt: string | null
  readonly resolvedAt: string | null
  readonly acknowledgedAt: string | null
  /** null where an API key or the product itself did it */
  readonly acknowledgedBy: { readonly id: string; readonly name: string } | null
  readonly assignee: { readonly id: string; readonly name: string } | null
  readonly snoozedUntil: string | null
  readonly cause: string | null
  readonly resolution: unknown
  readonly relapses: number
  readonly flapping: boolean
  /** nobody was told, because it is silenced or another alarm says it already */
  readonly quiet: boolean
  readonly nextStepAt: string | null
}

/** `now` decides whether a snooze still holds. */
export function shownIncident(row: IncidentRow, zone: string, now: number): ShownIncident {
  const at = (instant: number | null) => (instant === null ? null : formatInZone(instant, zone))
  const person = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    rule: { id: row.ruleId, name: row.ruleName },
    kind: row.kind,
    severity: row.severity,
    state: row.state,
    scope: row.scope,
    teams: row.teams,
    vip: row.vip,
    metric: row.metric,
    unit: row.unit,
    value: row.value,
    limit: row.limit,
    worst: row.worst,
    openedAt: formatInZone(row.openedAt, zone),
    breachedAt: formatInZone(row.breachedAt, zone),
    recoveredAt: at(row.recoveredAt),
    resolvedAt: at(row.resolvedAt),
    acknowledgedAt: at(row.acknowledgedAt),
    acknowledgedBy: person(row.acknowledgedBy, row.acknowledgedName),
    assignee: person(row.assigneeId, row.assigneeName),
    snoozedUntil: row.snoozedUntil !== null && row.snoozedUntil > now ? at(row.snoozedUntil) : null,
    cause: row.cause,
    resolution: row.resolution,
    relapses: row.relapses,
    flapping: row.flapping,
    quiet: row.quiet !== null,
    nextStepAt: at(row.nextStepAt),
  }
}

/** The person who acts; null where it is no person. */
export const actingUser = ({ principal }: Context): string | null =>
  principal.kind === 'user' ? principal.id : null

/** What somebody does to an incident. */
export interface Deed {
  /** for the audit trail: `incident.acknowledged` … */
  readonly action: string
  readonly change: IncidentChange
  readonly event: { readonly id?: string; readonly kind: string; readonly body: Record<string, unknown> }
  readonly before: unknown
  readonly after: unknown
  /** what belongs to it and stands or falls with it; `eventId` is its entry in the timeline */
  readonly also?: (client: Connection, eventId: string) => Promise<void>
}

/**
 * Does something to an incident: locks it, lets `decide` look at it, and writes change, timeline, audit and what goes
 * with it in one transaction. Where `decide` answers null, all is as it should be and nothing is written. Answers the
 * incident as it then stands. Throws 403 for auditors, screens and keys without scope admin, 404 where the asker does
 * not reach it, and what `decide` throws.
 */
export async function actOnIncident(
  ctx: Context,
  id: string,
  decide: (incident: IncidentRow, client: Connection) => Deed | null | Promise<Deed | null>,
): Promise<ShownIncident> {
  requireHands(ctx)
  const reach = await incidentReach(ctx)
  const ref = incidentRef(id)
  const { zone } = await readTenant(ctx.now)
  return await transaction(async (client) => {
    const incident = await lockIncident(client, ref, reach)
    if (incident === null) throw notFound()
    const deed = await decide(incident, client)
    if (deed === null) return shownIncident(incident, zone, ctx.now)
    const actor = actorOf(ctx.principal)
    const eventId = deed.event.id ?? randomUUID()
    const { kind, body } = deed.event
    // The same entry again is the same deed again.
    const isNew = await addIncidentEvent(client, {
      id: eventId,
      incidentId: incident.id,
      at: ctx.now,
      kind,
      actor,
      body,
    })
    if (!isNew) return shownIncident(incident, zone, ctx.now)
    await changeIncident(client, incident.id, deed.change, ctx.now)
    await deed.also?.(client, eventId)
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: deed.action,
      object: `incident:${incident.id}`,
      before: deed.before,
      after: deed.after,
    })
    await tellBoards(client)
    const after = await lockIncident(client, { id: incident.id }, { teams: null, userId: null, agent: null })
    return shownIncident(after ?? incident, zone, ctx.now)
  })
}
