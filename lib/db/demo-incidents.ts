/** Incidents of the demo's past, marked as such by their timelines, and how they go with the demo. */
import type { ClientBase } from 'pg'
import type { DemoCourse } from '@/lib/demo/incidents'
import { insertEvents, insertIncidents } from './incidents-engine'

/** Who wrote the timelines of made-up incidents. */
const DEMO = 'system:demo'

type Stored = Parameters<typeof insertIncidents>[1][number]

export interface DemoIncident {
  readonly incident: Stored
  readonly course: DemoCourse
}

/** Whether the demo's past has been written. */
export async function hasDemoIncidents(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    'SELECT EXISTS (SELECT FROM incident_event WHERE actor = $1) AS there',
    [DEMO],
  )
  return rows[0]?.there === true
}

/** Stores past incidents in the order in which they opened, with their timelines. */
export async function addDemoIncidents(client: ClientBase, past: readonly DemoIncident[]): Promise<void> {
  const sorted = [...past].sort((a, b) => a.course.openedAt - b.course.openedAt)
  for (const { incident, course } of sorted) {
    // One by one: numbers rise with time, and one of a group must be closed before the next may open.
    const numbers = await insertIncidents(client, [incident])
    if (!numbers.has(incident.id)) continue
    const resolution =
      course.cause === null
        ? {
            by: 'number',
            proof: { from: course.recoveredAt, to: course.resolvedAt, values: [] },
            cause: null,
          }
        : {
            by: 'demo',
            proof: { from: course.recoveredAt, to: course.resolvedAt, values: [] },
            cause: course.cause,
          }
    await client.query(
      `UPDATE incident SET state = 'resolved', acknowledged_at = $2, recovered_at = $3, resolved_at = $4, cause = $5,
         resolution = $6, step = $7, updated_at = $4 WHERE id = $1`,
      [
        incident.id,
        course.acknowledgedAt === null ? null : new Date(course.acknowledgedAt),
        new Date(course.recoveredAt),
        new Date(course.resolvedAt),
        course.cause,
        JSON.stringify(resolution),
        course.escalatedAt === null ? 0 : 1,
      ],
    )
    const event = (at: number | null, kind: string, body: unknown) =>
      at === null ? [] : [{ incidentId: incident.id, at, kind, actor: DEMO, body }]
    await insertEvents(client, [
      ...event(course.openedAt, 'opened', { value: incident.value, limit: incident.limit, demo: true }),
      ...event(course.escalatedAt, 'escalated', { step: 'escalated:1', people: [], targets: [] }),
      ...event(course.acknowledgedAt, 'acknowledged', {
        afterSeconds: Math.round(((course.acknowledgedAt ?? 0) - course.openedAt) / 1000),
      }),
      ...event(course.recoveredAt, 'recovered', {}),
      ...event(course.resolvedAt, 'resolved', resolution),
    ])
  }
}

/**
 * Takes away incidents of the demo: those of its past, and those the engine opened on its conversations and sources;
 * `all` where nothing but the demo was ever connected. Messages about them go too.
 */
export async function deleteDemoIncidents(
  client: ClientBase,
  sources: readonly string[],
  all: boolean,
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM incident i WHERE $2::bool OR scope ->> 'source' = ANY($1::text[])
       OR EXISTS (SELECT FROM incident_event e WHERE e.incident_id = i.id AND e.actor = $3)
       OR EXISTS (SELECT FROM incident_member m WHERE m.incident_id = i.id AND m.source = ANY($1::text[]))`,
    [sources, all, DEMO],
  )
  const ids = rows.map(({ id }) => id)
  await client.query('DELETE FROM inbox_item WHERE incident_id = ANY($1::uuid[])', [ids])
  await client.query('DELETE FROM delivery WHERE incident_id = ANY($1::uuid[])', [ids])
  await client.query('DELETE FROM incident_member WHERE incident_id = ANY($1::uuid[])', [ids])
  await client.query('DELETE FROM incident_event WHERE incident_id = ANY($1::uuid[])', [ids])
  await client.query('DELETE FROM alert_state WHERE incident_id = ANY($1::uuid[]) OR $2', [ids, all])
  await client.query('DELETE FROM incident WHERE id = ANY($1::uuid[])', [ids])
  return ids.length
}
