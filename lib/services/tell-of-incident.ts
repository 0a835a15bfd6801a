/** What people's deeds on an incident tell others, put into the outbox in the same transaction. */

import { planDeliveries, readPlanTargets } from '@/lib/db/deliveries-plan'
import type { IncidentRow } from '@/lib/db/incidents'
import { readTold } from '@/lib/db/incidents-engine'
import type { Connection } from '@/lib/db/pool'
import type { AlarmMessage, MessageKind } from '@/lib/notify/types'

interface News {
  readonly kind: MessageKind
  readonly owner: string | null
  readonly note: string | null
  readonly now: number
}

/** The incident as a message. Its scope names no customer; a note has its personal numbers covered. */
function incidentMessage(incident: IncidentRow, { kind, owner, note, now }: News): AlarmMessage {
  const { source: _, subject: __, ...scope } = incident.scope
  return {
    kind,
    incident: { id: incident.id, number: incident.number },
    title: incident.title,
    severity: incident.severity,
    metric: incident.metric,
    unit: incident.unit,
    value: incident.value,
    limit: incident.limit,
    since: incident.breachedAt,
    at: now,
    scope: Object.entries(scope).flatMap(([dimension, value]) =>
      typeof value === 'string' ? [{ dimension, value }] : [],
    ),
    owner,
    trend: [],
    path: `/incidents/${incident.number}`,
    vip: incident.vip,
    note,
  }
}

/** Tells the one an incident was given to: in the app and by their own mail. `eventId`: its entry in the timeline. */
export async function tellAssignee(
  client: Connection,
  {
    incident,
    person,
    note,
    eventId,
    now,
  }: {
    readonly incident: IncidentRow
    readonly person: { readonly id: string; readonly name: string }
    readonly note: string | null
    readonly eventId: string
    readonly now: number
  },
): Promise<void> {
  const message = incidentMessage(incident, { kind: 'assigned', owner: person.name, note, now })
  const targets = (await readPlanTargets(client)).filter(({ personal, kind }) => personal && kind !== 'sms')
  await planDeliveries(
    client,
    targets.map(({ id: targetId }) => ({
      incidentId: incident.id,
      about: incident.id,
      step: `assigned:${eventId}`,
      targetId,
      recipient: person.id,
      message,
    })),
    now,
  )
}

/** Tells everybody who has heard of the incident that it is resolved, or open again. */
export async function tellEverybody(
  client: Connection,
  incident: IncidentRow,
  news: { readonly kind: 'resolved' | 'reopened'; readonly step: string; readonly note: string | null },
  now: number,
): Promise<void> {
  const told = (await readTold(client, [incident.id])).get(incident.id)?.targets ?? []
  if (told.length === 0) return
  const enabled = new Set((await readPlanTargets(client)).map(({ id }) => id))
  const message = incidentMessage(incident, { ...news, owner: incident.assigneeName, now })
  await planDeliveries(
    client,
    told
      .filter(({ targetId }) => enabled.has(targetId))
      .map((one) => ({ incidentId: incident.id, about: incident.id, step: news.step, ...one, message })),
    now,
  )
}
