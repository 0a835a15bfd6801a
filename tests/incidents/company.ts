/** Incidents as the engine would leave them, and people around them, for tests. */
import { randomUUID } from 'node:crypto'
import { withClient } from '@/lib/db/pool'
import { type Context, type Role, teamsOfRole } from '@/lib/services/context'

/** Friday 20 November 2026, 14:41 in Shanghai. */
export const NOW = Date.parse('2026-11-20T14:41:00+08:00')
export const MINUTE = 60_000
export const RULE = '11111111-1111-4111-8111-111111111111'
const INBOX = '00000000-0000-8000-8000-000000000001'

export interface Person {
  readonly id: string
  readonly ctx: Context
}

/** Somebody with an account. */
export async function person(name: string, role: Role, ...teams: string[]): Promise<Person> {
  const id = randomUUID()
  const email = `${id.slice(0, 8)}@example.com`
  await withClient((client) =>
    client.query(
      `INSERT INTO app_user (id, email, name, role, teams, session_version, created_at)
       VALUES ($1, $2, $3, $4, $5, 1, now())`,
      [id, email, name, role, teams],
    ),
  )
  return {
    id,
    ctx: {
      principal: { kind: 'user', id, email, role, teams: teamsOfRole(role, teams) },
      now: NOW,
      locale: 'zh',
    },
  }
}

/** The same person later. */
export const later = (ctx: Context, ms: number): Context => ({ ...ctx, now: ctx.now + ms })

/** A rule that watches first responses of channels; its id is RULE. */
export async function watchRule(): Promise<void> {
  const body = {
    name: '抖音首次响应过慢',
    kind: 'threshold',
    params: { metric: 'frt_avg', over: 'channel', window: 'last_15m', op: '>', limit: 60 },
    everySeconds: 60,
    recoverTimes: 2,
  }
  await withClient((client) =>
    client.query(
      `INSERT INTO alert_rule (id, name, kind, enabled, version, body, created_by, created_at, updated_at)
       VALUES ($1, $2, 'threshold', true, 1, $3, 'test', now(), now()) ON CONFLICT DO NOTHING`,
      [RULE, body.name, JSON.stringify(body)],
    ),
  )
}

export interface Given {
  readonly key?: string
  readonly team?: string
  readonly severity?: 'bad' | 'watch'
  readonly state?: 'open' | 'recovered' | 'resolved'
  readonly openedAt?: number
  readonly vip?: boolean
  readonly agent?: string
  readonly channel?: string
  readonly steps?: number
}

let made = 0

/** An incident, open for ten minutes unless told otherwise, with the state of its key. */
export async function incident(given: Given = {}): Promise<string> {
  const id = randomUUID()
  const { key = `channel=${made++}`, state = 'open', openedAt = NOW - 10 * MINUTE, steps = 2 } = given
  const scope = {
    channel: given.channel ?? 'douyin',
    ...(given.agent === undefined ? {} : { agent: given.agent }),
  }
  const back = state !== 'open'
  const ladder =
    steps === 0
      ? null
      : {
          id: randomUUID(),
          name: '默认',
          steps: Array.from({ length: steps }, (_, step) => ({
            afterMinutes: step * 5,
            audiences: [step === 0 ? 'lead' : 'supervisor'],
            users: [],
            targets: [],
          })),
        }
  await withClient(async (client) => {
    await client.query(
      `INSERT INTO incident (id, rule_id, rule_version, key, kind, title, severity, state, scope, teams, vip, metric,
         unit, value, "limit", worst, opened_at, breached_at, updated_at, recovered_at, resolved_at, ladder, step,
         next_step_at)
       VALUES ($1, $2, 1, $3, 'threshold', $4, $5, $6, $7, $8, $9, 'frt_avg', 'seconds', 125, 60, 130, $10, $10, $10,
         $11, $12, $13, 0, $14)`,
      [
        id,
        RULE,
        key,
        JSON.stringify({ zh: '抖音首次响应过慢', en: 'Slow first response on Douyin' }),
        given.severity ?? 'bad',
        state,
        JSON.stringify(scope),
        [given.team ?? 'east'],
        given.vip ?? false,
        new Date(openedAt),
        back ? new Date(NOW - 3 * MINUTE) : null,
        state === 'resolved' ? new Date(NOW - MINUTE) : null,
        ladder === null ? null : JSON.stringify(ladder),
        state === 'open' && steps > 1 ? new Date(NOW + 5 * MINUTE) : null,
      ],
    )
    await client.query(
      `INSERT INTO alert_state (rule_id, key, phase, since, scope, body, incident_id, evaluated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        RULE,
        key,
        back ? 'normal' : 'firing',
        new Date(back ? NOW - 3 * MINUTE : openedAt),
        JSON.stringify(scope),
        JSON.stringify(keyState(back, openedAt)),
        id,
        new Date(NOW - 10_000),
      ],
    )
  })
  return id
}

const keyState = (back: boolean, openedAt: number) => ({
  phase: back ? 'normal' : 'firing',
  since: back ? NOW - 3 * MINUTE : openedAt,
  breachedAt: back ? null : openedAt,
  recoveredTimes: back ? 2 : 0,
  changes: [],
  flapping: false,
  open: !back,
  told: 125,
  value: back ? 42 : 125,
  limit: 60,
  evaluatedAt: NOW - 10_000,
})

/** The number is back, as two evaluations found it. */
export async function numberBack(id: string): Promise<void> {
  await withClient(async (client) => {
    await client.query(
      `UPDATE incident SET state = 'recovered', recovered_at = $2, value = 42 WHERE id = $1`,
      [id, new Date(NOW - 3 * MINUTE)],
    )
    await client.query(`UPDATE alert_state SET phase = 'normal', body = $2 WHERE incident_id = $1`, [
      id,
      JSON.stringify(keyState(true, NOW - 10 * MINUTE)),
    ])
  })
}

/** The in-app inbox is a target of notifications. */
export async function inboxTarget(): Promise<void> {
  await withClient((client) =>
    client.query(
      `INSERT INTO notify_target (id, name, kind, config, locale, enabled, created_at, updated_at)
       VALUES ($1, '站内', 'inbox', '{}', 'zh', true, now(), now()) ON CONFLICT DO NOTHING`,
      [INBOX],
    ),
  )
}

/** Somebody was told of an incident in the app. */
export async function told(id: string, userId: string): Promise<void> {
  await withClient((client) =>
    client.query(
      `INSERT INTO delivery (id, incident_id, about, step, target_id, recipient, kind, message, state, created_at, next_at)
       VALUES (gen_random_uuid(), $1::uuid, $1::text, 'fired:1', $2, $3, 'fired', '{}', 'sent', now(), now())`,
      [id, INBOX, userId],
    ),
  )
}

/** Rows of a statement. */
export async function rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return await withClient(async (client) => (await client.query<Row>(sql, [...values])).rows)
}

/** What came of it: `200`, or the status and message of the refusal. */
export async function outcome(work: () => Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await work()
    return { status: 200, message: '' }
  } catch (error) {
    const { status = 500, message = '' } = error as { status?: number; message?: string }
    return { status, message }
  }
}
