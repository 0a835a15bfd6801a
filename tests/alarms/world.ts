/** A company whose alarms are driven by hand: rules, people, targets, conversations, and a clock that is handed in. */
import { randomUUID } from 'node:crypto'
import { parseRuleBody, type RuleInput } from '@/lib/alerts/rule'
import type { Ladder } from '@/lib/alerts/types'
import { applyAll } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import { forgetServing } from '@/lib/services/alarm-world'
import { systemContext } from '@/lib/services/context'
import type { Failpoint } from '@/lib/services/evaluate-rules'
import { type AlarmsRun, runAlarms } from '@/lib/services/run-alarms'
import { freshDatabase } from '../clone'

/** Wednesday 18 November 2026, 10:00 in Shanghai. */
export const T0 = Date.parse('2026-11-18T10:00:00+08:00')
export const INBOX = '00000000-0000-8000-8000-000000000001'
export const WALL = '00000000-0000-8000-8000-000000000002'

const minute = 60_000

/** Stores a rule that is on; its first slot is the first multiple of its interval from `now` on. */
export async function addRule(input: RuleInput, now = T0, enabled = true): Promise<string> {
  const id = randomUUID()
  const body = parseRuleBody(input)
  const every = body.everySeconds * 1000
  const timed = body.kind === 'conversation' || body.kind === 'sla'
  await pool().query(
    `INSERT INTO alert_rule (id, name, kind, enabled, version, body, next_slot, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, 1, $5, $6, 'test', $7, $7)`,
    [
      id,
      body.name,
      body.kind,
      enabled,
      JSON.stringify(body),
      timed ? null : new Date(Math.ceil(now / every) * every),
      new Date(now),
    ],
  )
  return id
}

/** Stores a ladder: minutes, and the persons each step tells. */
export async function addLadder(steps: Ladder['steps']): Promise<string> {
  const id = randomUUID()
  await pool().query(
    'INSERT INTO escalation_ladder (id, name, steps, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
    [id, 'ladder', JSON.stringify(steps)],
  )
  return id
}

/** Stores a person; answers the id. */
export async function addPerson(name: string, role: string, teams: readonly string[] = []): Promise<string> {
  const id = randomUUID()
  await pool().query(
    `INSERT INTO app_user (id, email, name, role, teams, created_at) VALUES ($1, $2, $3, $4, $5, now())`,
    [id, `${id}@example.com`, name, role, teams],
  )
  return id
}

/** A database of one's own with the inbox and the wall among its targets. */
export async function freshCompany(): Promise<string> {
  const url = await freshDatabase()
  forgetServing()
  await pool().query(
    `INSERT INTO notify_target (id, name, kind, config, locale, enabled, created_at, updated_at)
     VALUES ($1, 'inbox', 'inbox', '{}', 'zh', true, now(), now()), ($2, 'wall', 'wall', '{}', 'zh', true, now(), now())
     ON CONFLICT (id) DO UPDATE SET enabled = true`,
    [INBOX, WALL],
  )
  return url
}

let serial = 0
const event = (subject: string, type: string, time: number, data: object): UnifiedEvent => {
  serial += 1
  return {
    id: `${subject}-${type}-${time}-${serial}`,
    source: 'shop',
    subject,
    type,
    time,
    data: data as UnifiedEvent['data'],
  }
}

export interface Talk {
  readonly channel?: string
  readonly team?: string
  readonly agent?: string
  readonly tier?: string
  readonly page?: string
}

/** A customer begins to wait. */
export function asks(subject: string, at: number, of: Talk = {}): UnifiedEvent[] {
  const { channel = 'douyin', team = '直播组', agent = '云舒', tier, page } = of
  return [
    event(subject, 'ticket.opened', at, {
      channel,
      team,
      customer: `c-${subject}`,
      ...(tier === undefined ? {} : { customerTier: tier }),
      ...(page === undefined ? {} : { entryPage: page }),
    }),
    event(subject, 'message.sent', at, { from: 'customer' }),
    event(subject, 'ticket.assigned', at + 1, { agent, team }),
  ]
}

/** An agent answers. */
export const answers = (subject: string, at: number, agent = '云舒'): UnifiedEvent[] => [
  event(subject, 'message.sent', at, { from: 'agent', agent, public: true }),
]

/** Stores events and applies them as of `now`. */
export async function happen(events: readonly UnifiedEvent[], now: number): Promise<void> {
  await storeEvents(events, { receivedAt: now })
  await applyAll({ now })
}

/** One run of the engine at `now`. */
export function alarms(now: number, owner = 'worker-a', failpoint?: Failpoint): Promise<AlarmsRun> {
  return runAlarms(systemContext('worker', now), Date.now() + 60_000, {
    owner,
    ...(failpoint === undefined ? {} : { failpoint }),
  })
}

/** Runs the engine every `step` ms after `from` up to `to`. */
export async function alarmsUntil(from: number, to: number, step = minute): Promise<void> {
  for (let at = from + step; at <= to; at += step) await alarms(at)
}

export interface IncidentLine {
  readonly key: string
  readonly state: string
  readonly severity: string
  readonly step: number
  readonly relapses: number
  readonly opened: number
}

/** Every incident, in the order of their numbers. */
export async function incidents(): Promise<IncidentLine[]> {
  const { rows } = await pool().query<IncidentLine>(
    `SELECT key, state, severity, step, relapses, opened_at AS opened FROM incident ORDER BY number`,
  )
  return rows
}

/** Messages as `step kind recipient-name-or-target`, in order. */
export async function told(): Promise<string[]> {
  const { rows } = await pool().query<{ line: string }>(
    `SELECT concat_ws(' ', d.step, d.kind, coalesce(u.name, t.kind)) AS line FROM delivery d
     JOIN notify_target t ON t.id = d.target_id LEFT JOIN app_user u ON u.id::text = d.recipient
     ORDER BY d.created_at, d.step, coalesce(u.name, t.kind) COLLATE "C"`,
  )
  return rows.map(({ line }) => line)
}

/** The timeline of all incidents: kinds in order. */
export async function timeline(): Promise<string[]> {
  const { rows } = await pool().query<{ kind: string }>('SELECT kind FROM incident_event ORDER BY at, kind')
  return rows.map(({ kind }) => kind)
}

export const count = async (sql: string): Promise<number> =>
  (await pool().query<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`)).rows[0]?.count ?? 0
