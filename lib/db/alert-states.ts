/** Where each key of each rule stands, and the last values of it for a small trend. Instants are epoch milliseconds. */
import type { ClientBase } from 'pg'
import type { AlarmScope, KeyState } from '@/lib/alerts/types'
import { textArray, uuidArray } from './arrays'

/** A state as it is stored: `trend` = the last values, oldest first, null = none. */
export interface StoredState {
  readonly ruleId: string
  /** of the rule that was evaluated last */
  readonly version: number
  readonly key: string
  readonly scope: AlarmScope
  readonly state: KeyState
  readonly trend: readonly (number | null)[]
  /** the standing incident it belongs to */
  readonly incidentId: string | null
}

/** Locks the states of rules; the rules themselves are locked by the caller already. */
export async function lockStates(client: ClientBase, rules: readonly string[]): Promise<StoredState[]> {
  const { rows } = await client.query<
    Omit<StoredState, 'state' | 'trend' | 'version'> & {
      body: KeyState & { trend?: StoredState['trend']; version?: number }
    }
  >(
    `SELECT rule_id AS "ruleId", key, scope, body, incident_id AS "incidentId" FROM alert_state
     WHERE rule_id = ANY($1::uuid[]) ORDER BY rule_id, key FOR UPDATE`,
    [uuidArray(rules)],
  )
  return rows.map(({ body: { trend = [], version = 0, ...state }, ...row }) => ({
    ...row,
    version,
    state,
    trend,
  }))
}

/** Writes states, whether they were there or not. */
export async function writeStates(client: ClientBase, states: readonly StoredState[]): Promise<void> {
  if (states.length === 0) return
  await client.query(
    `INSERT INTO alert_state AS s (rule_id, key, phase, since, scope, body, incident_id, evaluated_at)
     SELECT "ruleId", key, body ->> 'phase', to_timestamp((body ->> 'since')::float8 / 1000), scope, body, "incidentId",
       to_timestamp((body ->> 'evaluatedAt')::float8 / 1000)
     FROM jsonb_to_recordset($1::jsonb) AS u("ruleId" uuid, key text, scope jsonb, body jsonb, "incidentId" uuid)
     ORDER BY "ruleId", key
     ON CONFLICT (rule_id, key) DO UPDATE SET phase = excluded.phase, since = excluded.since, scope = excluded.scope,
       body = excluded.body, incident_id = excluded.incident_id, evaluated_at = excluded.evaluated_at`,
    [
      JSON.stringify(
        states.map(({ ruleId, version, key, scope, state, trend, incidentId }) => ({
          ruleId,
          key,
          scope,
          body: { ...state, trend, version },
          incidentId,
        })),
      ),
    ],
  )
}

/** Forgets keys: those nothing has been heard of for long, and those a changed rule no longer watches. */
export async function dropStates(
  client: ClientBase,
  keys: readonly { readonly ruleId: string; readonly key: string }[],
): Promise<void> {
  if (keys.length === 0) return
  await client.query(
    `DELETE FROM alert_state s USING unnest($1::uuid[], $2::text[]) AS u(rule_id, key)
     WHERE s.rule_id = u.rule_id AND s.key = u.key`,
    [uuidArray(keys.map(({ ruleId }) => ruleId)), textArray(keys.map(({ key }) => key))],
  )
}

/** What is known of an incident whose number is back. */
export interface Proof {
  readonly recoveredAt: number
  readonly everySeconds: number
  readonly recoverTimes: number
  /** a key of it is out again, or nothing is known of it */
  readonly out: boolean
  /** when the key that was evaluated longest ago was evaluated last; null = it has no key any more */
  readonly evaluatedAt: number | null
  /** the newest values of its worst key, oldest first */
  readonly values: readonly (number | null)[]
}

const PROOF_VALUES = 12

/** Reads what proves that the numbers of these incidents are back. */
export async function readProofs(
  client: ClientBase,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, Proof>> {
  if (incidents.length === 0) return new Map()
  const { rows } = await client.query<Omit<Proof, 'values'> & { id: string; trend: Proof['values'] | null }>(
    `SELECT i.id, i.recovered_at AS "recoveredAt", (r.body ->> 'everySeconds')::int AS "everySeconds",
       (r.body ->> 'recoverTimes')::int AS "recoverTimes", coalesce(s.out, true) AS out,
       s.at AS "evaluatedAt", s.trend
     FROM incident i JOIN alert_rule r ON r.id = i.rule_id
     LEFT JOIN LATERAL (
       SELECT min(evaluated_at) AS at, bool_or(phase <> 'normal') AS out,
         (array_agg(body -> 'trend' ORDER BY (body ->> 'value')::float8 DESC NULLS LAST))[1] AS trend
       FROM alert_state WHERE rule_id = i.rule_id AND incident_id = i.id) s ON true
     WHERE i.id = ANY($1::uuid[]) AND i.recovered_at IS NOT NULL`,
    [uuidArray(incidents)],
  )
  return new Map(
    rows.map(({ id, trend, ...row }) => [id, { ...row, values: (trend ?? []).slice(-PROOF_VALUES) }]),
  )
}
