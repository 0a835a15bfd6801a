import type { Cause } from '@/lib/alerts/causes'
import type { Ladder } from '@/lib/alerts/types'
import { formatInZone } from '@/lib/core/grain'
import {
  type IncidentDelivery,
  readCauses,
  readIncidentDeliveries,
  readIncidentEvents,
  readIncidentMembers,
  readPeopleNames,
} from '@/lib/db/incidents'
import { pool } from '@/lib/db/pool'
import { type Context, requireScope } from './context'
import { actingUser, reachedIncident, type ShownIncident, shownIncident } from './incident-access'
import { type Recovery, recoveryOf } from './incident-proof'
import { readTenant } from './read-tenant'
import { shownName } from './rows-input'
import { mayCare } from './waiting-ticket'

/** An entry of the timeline; `body` by kind. */
export interface ShownEvent {
  readonly id: string
  readonly at: string
  readonly kind: string
  /** the person's name; null = the product itself */
  readonly by: string | null
  readonly body: Readonly<Record<string, unknown>>
}

export interface ShownMember {
  readonly source: string
  readonly subject: string
  readonly phase: string
  readonly since: string
  readonly dueAt: string
  readonly closedAt: string | null
  readonly channel: string | null
  readonly agent: string | null
  readonly vip: boolean
  /** the customer, masked */
  readonly who: string | null
}

export interface ShownDelivery extends Omit<IncidentDelivery, 'createdAt' | 'sentAt' | 'nextAt'> {
  readonly createdAt: string
  readonly sentAt: string | null
  readonly nextAt: string
}

export interface IncidentDetail extends ShownIncident {
  readonly events: readonly ShownEvent[]
  readonly members: readonly ShownMember[]
  readonly deliveries: readonly ShownDelivery[]
  readonly recovery: Recovery
  readonly causes: readonly Cause[]
  /** the next step of the ladder, counted from 1, and of how many; null = nobody further is told */
  readonly nextStep: {
    readonly number: number
    readonly of: number
    readonly audiences: readonly string[]
  } | null
  /** whether somebody further is in the ladder */
  readonly escalates: boolean
  /** whether the asker may act on it, and whether it is theirs */
  readonly mayAct: boolean
  readonly mine: boolean
}

/**
 * One incident with all that is known of it: timeline, conversations, who was told, how far it has come back. `id`: its
 * uuid or number. Throws 404 where the asker does not reach it, 403 without the scope `read`.
 */
export async function getIncident(ctx: Context, id: string): Promise<IncidentDetail> {
  requireScope(ctx, 'read')
  const row = await reachedIncident(ctx, id)
  const { zone } = await readTenant(ctx.now)
  const [events, members, deliveries, recovery, causes] = await Promise.all([
    readIncidentEvents(row.id),
    readIncidentMembers(row.id),
    readIncidentDeliveries(row.id),
    recoveryOf(pool(), ctx.now, row),
    readCauses(),
  ])
  const names = await readPeopleNames([...new Set(events.flatMap(({ actor }) => userIn(actor) ?? []))])
  const at = (instant: number) => formatInZone(instant, zone)
  const orNull = (instant: number | null) => (instant === null ? null : at(instant))
  return {
    ...shownIncident(row, zone, ctx.now),
    events: events.map((event) => ({
      id: event.id,
      at: at(event.at),
      kind: event.kind,
      by: nameOf(event.actor, names),
      body: event.body,
    })),
    members: members.map((member) => ({
      source: member.source,
      subject: member.subject,
      phase: member.phase,
      since: at(member.since),
      dueAt: at(member.dueAt),
      closedAt: orNull(member.closedAt),
      channel: member.channel,
      agent: member.agent,
      vip: member.customerTier === 'vip',
      who: shownName(member.customerName, member.customer),
    })),
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      createdAt: at(delivery.createdAt),
      sentAt: orNull(delivery.sentAt),
      nextAt: at(delivery.nextAt),
    })),
    recovery,
    causes,
    nextStep: row.state === 'open' && row.nextStepAt !== null ? nextStepOf(row.ladder, row.step) : null,
    escalates: row.ladder?.steps[row.step + 1] !== undefined,
    mayAct: mayCare(ctx),
    mine: row.assigneeId !== null && row.assigneeId === actingUser(ctx),
  }
}

/** The step of a ladder after the one that was told last. */
function nextStepOf(ladder: Ladder | null, step: number): IncidentDetail['nextStep'] {
  const next = ladder?.steps[step + 1]
  return next === undefined || ladder === null
    ? null
    : { number: step + 2, of: ladder.steps.length, audiences: next.audiences }
}

const userIn = (actor: string): string | null =>
  /^user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(actor)?.[1] ?? null

function nameOf(actor: string, names: ReadonlyMap<string, string>): string | null {
  const user = userIn(actor)
  if (user !== null) return names.get(user) ?? ''
  return actor.startsWith('key:') ? actor.slice(4) : null
}
