/** The demo company's place in the database: how far it is loaded and told, and how it goes without a trace. */
import type { ClientBase } from 'pg'
import { z } from 'zod'
import { databaseUrl } from '@/lib/core/env'
import { unitId } from '@/lib/core/ids'
import { APPLY_LOCK } from './apply'
import { textArray, uuidArray } from './arrays'
import { FACT_NAMES } from './columns'
import { createPool, pool } from './pool'
import { rebuildRollups } from './rollup-rebuild'
import { clearRuleTimers } from './rule-timers'
import { readTenant, tenantSchema } from './settings'

const TRAFFIC_LOCK = 7_431_003
const KEY = 'demo'

/**
 * What the demo is made from (`seed`, `anchor`, `days`, `perDay`) and how far it is: `stored` is the last local
 * day whose history is stored, `sentUntil` the instant up to which live traffic was handed over.
 * `tenantBefore` and `calendar` say what to put back at the end.
 */
const demoSchema = z.strictObject({
  state: z.enum(['loading', 'ready', 'removing']),
  seed: z.number().int(),
  anchor: z.number().int(),
  days: z.number().int(),
  perDay: z.number(),
  stored: z.number().int(),
  sentUntil: z.number().int(),
  tenantBefore: tenantSchema,
  calendar: z.boolean(),
})
export type DemoState = z.infer<typeof demoSchema>

/** The demo as it stands, or null where there is none. */
export async function readDemo(reader: Pick<ClientBase, 'query'> = pool()): Promise<DemoState | null> {
  const { rows } = await reader.query<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [KEY])
  return rows[0] === undefined ? null : demoSchema.parse(rows[0].value)
}

/** Writes the demo's state; null forgets it. */
export async function writeDemo(
  client: Pick<ClientBase, 'query'>,
  state: DemoState | null,
  now: number,
): Promise<void> {
  if (state === null) {
    await client.query('DELETE FROM setting WHERE key = $1', [KEY])
    return
  }
  await client.query(
    `INSERT INTO setting AS s (key, value, version, updated_at) VALUES ($1, $2, 1, $3)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at`,
    [KEY, JSON.stringify(demoSchema.parse(state)), new Date(now)],
  )
}

/** Notes how far live traffic was handed over; nothing where the demo is not ready. */
export async function noteSent(sentUntil: number, now: number): Promise<void> {
  await pool().query(
    `UPDATE setting SET value = jsonb_set(value, '{sentUntil}', to_jsonb($2::bigint)), updated_at = $3
     WHERE key = $1 AND value ->> 'state' = 'ready'`,
    [KEY, sentUntil, new Date(now)],
  )
}

/** The right to send live traffic: one process of a database has it, for as long as its connection lives. */
export interface TrafficRight {
  /** aborted when the connection is lost, and the right with it */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Takes the right to send live traffic, or null where another process has it. */
export async function takeTrafficRight(): Promise<TrafficRight | null> {
  const own = createPool(databaseUrl(), { max: 1, name: 'helmline-demo-traffic' })
  const lost = new AbortController()
  try {
    const client = await own.connect()
    client.on('error', () => lost.abort())
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      TRAFFIC_LOCK,
    ])
    const release = async (): Promise<void> => {
      client.release(true)
      await own.end()
    }
    if (rows[0]?.taken === true) return { lost: lost.signal, release }
    await release()
    return null
  } catch (error) {
    await own.end().catch(() => undefined)
    throw error
  }
}

/** Real tickets beyond which what the demo added is taken out of the rollups unit by unit, not by a rebuild. */
const REBUILD_AT_MOST = 200_000

export interface DeletedDemo {
  readonly events: number
  readonly tickets: number
  /** tickets left for the applier to take out */
  readonly marked: number
}

/**
 * Deletes every event of the named sources and all that was made from them, in one transaction with the applier
 * held off. Where much real data stands beside, tickets are marked for the applier instead of rebuilding the
 * rollups: call `applyAll` afterwards. Spans of the sources' agents are always marked.
 */
export async function deleteDemoData(
  sources: readonly string[],
  now: number,
  rebuildAtMost = REBUILD_AT_MOST,
): Promise<DeletedDemo> {
  const own = createPool(databaseUrl(), { max: 1, statementTimeout: 0, name: 'helmline-demo-removal' })
  try {
    const client = await own.connect()
    try {
      await client.query('BEGIN')
      await client.query('SELECT pg_advisory_xact_lock($1)', [APPLY_LOCK])
      const deleted = await deleteWithin(client, sources, now, rebuildAtMost)
      await client.query(
        "SELECT pg_notify('applied', json_build_object('applied', applied)::text) FROM stream",
      )
      await client.query('COMMIT')
      return deleted
    } finally {
      client.release(true)
    }
  } finally {
    await own.end()
  }
}

async function deleteWithin(
  client: ClientBase,
  sources: readonly string[],
  now: number,
  rebuildAtMost: number,
): Promise<DeletedDemo> {
  const names = textArray(sources)
  const counted = await client.query<{ demo: number; real: number }>(
    `SELECT count(*) FILTER (WHERE source = ANY($1::text[])) AS demo,
       count(*) FILTER (WHERE NOT source = ANY($1::text[])) AS real FROM ticket`,
    [names],
  )
  const { demo, real } = counted.rows[0] ?? { demo: 0, real: 0 }
  const bulk = real <= rebuildAtMost
  const agents = await client.query<{ agent: string }>(
    'SELECT DISTINCT agent FROM agent_span WHERE source = ANY($1::text[])',
    [names],
  )
  const units = 'SELECT unit_id FROM event WHERE source = ANY($1::text[]) AND unit_id IS NOT NULL'
  await client.query(`DELETE FROM quarantine WHERE unit_id IN (${units})`, [names])
  if (bulk) await client.query(`DELETE FROM dirty_unit WHERE unit_id IN (${units})`, [names])
  const { rowCount } = await client.query('DELETE FROM event WHERE source = ANY($1::text[])', [names])
  await client.query('DELETE FROM event_conflict WHERE source = ANY($1::text[])', [names])
  await client.query('DELETE FROM customer WHERE source = ANY($1::text[])', [names])
  await client.query('DELETE FROM source WHERE source = ANY($1::text[])', [names])
  if (bulk) {
    await clearRuleTimers(client, sources)
    for (const fact of FACT_NAMES)
      await client.query(`DELETE FROM ${fact} WHERE source = ANY($1::text[])`, [names])
    const { zone } = await readTenant(client)
    await rebuildRollups(client, zone)
  } else {
    const facts = FACT_NAMES.map((fact) => `SELECT ticket_id FROM ${fact} WHERE source = ANY($1::text[])`)
    await client.query(
      `INSERT INTO dirty_unit (unit_id, kind, parts, reason, marked_at)
       SELECT ticket_id, 'ticket', '{}', 'demo removed', $2 FROM (${facts.join(' UNION ')}) AS u
       ON CONFLICT (unit_id) DO NOTHING`,
      [names, new Date(now)],
    )
  }
  const people = agents.rows.map(({ agent }) => agent)
  await client.query(
    `INSERT INTO dirty_unit (unit_id, kind, parts, reason, marked_at)
     SELECT u.unit_id, 'agent', ARRAY[u.agent], 'demo removed', $3
     FROM unnest($1::uuid[], $2::text[]) AS u(unit_id, agent) ON CONFLICT (unit_id) DO NOTHING`,
    [uuidArray(people.map((agent) => unitId('agent', agent))), textArray(people), new Date(now)],
  )
  return { events: rowCount ?? 0, tickets: demo, marked: bulk ? 0 : demo }
}
