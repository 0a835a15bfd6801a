/**
 * `DATABASE_URL=… npm run drill:alarm-lag [-- --rules 1000 --open 100000 --breaches 1000 --seconds 120]`: how far alarms
 * are behind over the data that are there. Puts in rules that are evaluated every 15 s, limits of open conversations, and
 * conversations that breach within one minute; runs the worker's own loops; and looks from outside, on a connection of
 * its own, when incidents and messages can first be seen. Takes all of it away again. Prints one line of JSON.
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { parseRuleBody, type RuleInput } from '@/lib/alerts/rule'
import { databaseUrl } from '@/lib/core/env'
import { closePools, connectionConfig, pool } from '@/lib/db/pool'
import { openWorkerSession } from '@/lib/db/workers'
import { alarmLoop } from '@/lib/jobs/alarm-loop'

const { values } = parseArgs({
  options: {
    rules: { type: 'string' },
    open: { type: 'string' },
    breaches: { type: 'string' },
    seconds: { type: 'string' },
  },
})
const RULES = Number(values.rules ?? 1_000)
const OPEN = Number(values.open ?? 100_000)
const BREACHES = Number(values.breaches ?? 1_000)
const SECONDS = Number(values.seconds ?? 120)
const MARK = 'drill:alarm-lag'

const say = (line: string) => process.stderr.write(`${line}\n`)
const client = new pg.Client({
  ...connectionConfig(databaseUrl(), { name: 'alarm-lag', statementTimeout: 0 }),
})
await client.connect()

async function put(input: RuleInput): Promise<string> {
  const id = randomUUID()
  const body = parseRuleBody(input)
  const timed = body.kind === 'conversation'
  await client.query(
    `INSERT INTO alert_rule (id, name, kind, enabled, version, body, next_slot, timers_set, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, true, 1, $4, CASE WHEN $5 THEN NULL ELSE
       to_timestamp((floor(extract(epoch FROM clock_timestamp()) / 15) + 1) * 15) END, CASE WHEN $5 THEN 1 END, $6, now(), now())`,
    [id, body.name, body.kind, JSON.stringify(body), timed, MARK],
  )
  return id
}

async function clear(): Promise<void> {
  const rules = `(SELECT id FROM alert_rule WHERE created_by = '${MARK}')`
  const incidents = `(SELECT id FROM incident WHERE rule_id IN ${rules})`
  for (const sql of [
    `DELETE FROM delivery WHERE incident_id IN ${incidents}`,
    `DELETE FROM inbox_item WHERE incident_id IN ${incidents}`,
    `DELETE FROM incident_event WHERE incident_id IN ${incidents}`,
    `DELETE FROM incident_member WHERE rule_id IN ${rules}`,
    `DELETE FROM rule_timer WHERE rule_id IN ${rules}`,
    `DELETE FROM alert_state WHERE rule_id IN ${rules}`,
    `DELETE FROM evaluation WHERE rule_id IN ${rules}`,
    `DELETE FROM evaluation_hour WHERE rule_id IN ${rules}`,
    `DELETE FROM incident WHERE rule_id IN ${rules}`,
    `DELETE FROM alert_rule WHERE created_by = '${MARK}'`,
  ])
    await client.query(sql)
}

/** A thousand rules as companies have them: single values of dimensions, several metrics, windows and limits. */
function rulesOf(channels: readonly string[], teams: readonly string[]): RuleInput[] {
  const metrics = ['frt_avg', 'tickets_opened', 'frt_within_target', 'messages_in', 'csat'] as const
  const windows = [1_440, 'yesterday', 'last_7_days'] as const
  return Array.from({ length: RULES }, (_, i): RuleInput => {
    const metric = metrics[i % metrics.length] ?? 'frt_avg'
    const over = i % 2 === 0 ? 'channel' : 'team'
    const list = over === 'channel' ? channels : teams
    return {
      name: `${MARK} ${i}`,
      kind: 'threshold',
      params: {
        metric,
        over,
        values: [list[i % list.length] ?? 'x'],
        window: windows[Math.floor(i / 10) % windows.length] ?? 'yesterday',
        op: metric === 'csat' || metric === 'frt_within_target' ? '<' : '>',
        limit:
          metric === 'csat' || metric === 'frt_within_target' ? 0.5 + (i % 40) / 100 : 20 + (i % 100) * 5,
      },
      everySeconds: 15,
    }
  })
}

const quantile = (sorted: readonly number[], q: number): number | null =>
  sorted.length === 0 ? null : (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null)
const spread = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? null,
  }
}

await clear()
const tickets = (await client.query<{ count: string }>('SELECT count(*) FROM ticket')).rows[0]?.count
const named = async (sql: string) => (await client.query<{ v: string }>(sql)).rows.map(({ v }) => v)
const recent = '(SELECT * FROM ticket WHERE opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT 20000) t'
const channels = await named(`SELECT DISTINCT channel AS v FROM ${recent} WHERE channel IS NOT NULL`)
const teams = await named(`SELECT DISTINCT team_last AS v FROM ${recent} WHERE team_last IS NOT NULL`)
say(`${tickets} tickets, ${channels.length} channels, ${teams.length} teams`)
for (const rule of rulesOf(channels, teams)) await put(rule)
const wait = await put({
  name: `${MARK} wait`,
  kind: 'conversation',
  params: { clock: 'reply', limitSeconds: 180 },
})
await client.query(
  `INSERT INTO rule_timer (ticket_id, rule_id, phase, since, due_at)
   SELECT ticket_id, $1, 'limit', now() - interval '1 minute',
     CASE WHEN n <= $3 THEN now() + interval '20 seconds' + n * interval '60 seconds' / $3 ELSE now() + interval '1 day' END
   FROM (SELECT ticket_id, row_number() OVER (ORDER BY opened_at DESC) AS n FROM ticket
     WHERE opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT $2) t`,
  [wait, OPEN, BREACHES],
)
await client.query('ANALYZE rule_timer')
say(`${RULES} rules, ${OPEN} timers, ${BREACHES} of them within a minute; ${SECONDS} s`)

const session = await openWorkerSession(() => undefined)
await session.register('alarm-lag')
const stop = new AbortController()
const loop = alarmLoop('alarm-lag', stop.signal)

const conversations: number[] = []
const messages: number[] = []
const evaluations: number[] = []
let seenNumber = 0
let seenAt = new Date(0)
let seenFinished = new Date(0)
const until = Date.now() + SECONDS * 1_000
while (Date.now() < until) {
  const found = await client.query<{ number: number; lag: number }>(
    `SELECT number, extract(epoch FROM clock_timestamp() - breached_at) * 1000 AS lag FROM incident
     WHERE rule_id = $1 AND number > $2 ORDER BY number`,
    [wait, seenNumber],
  )
  for (const { number, lag } of found.rows) {
    seenNumber = Math.max(seenNumber, number)
    conversations.push(Math.round(Number(lag)))
  }
  const sent = await client.query<{ lag: number; at: number }>(
    `SELECT extract(epoch FROM clock_timestamp() - i.breached_at) * 1000 AS lag, d.created_at AS at FROM delivery d
     JOIN incident i ON i.id = d.incident_id WHERE i.rule_id = $1 AND d.created_at > $2 ORDER BY d.created_at`,
    [wait, seenAt],
  )
  for (const { lag, at } of sent.rows) {
    seenAt = new Date(Math.max(seenAt.getTime(), at))
    messages.push(Math.round(Number(lag)))
  }
  const done = await client.query<{ lag: number; at: number }>(
    `SELECT extract(epoch FROM clock_timestamp() - e.slot) * 1000 AS lag, e.finished_at AS at FROM evaluation e
     JOIN alert_rule r ON r.id = e.rule_id
     WHERE r.created_by = '${MARK}' AND e.state = 'done' AND e.finished_at > $1 ORDER BY e.finished_at`,
    [seenFinished],
  )
  for (const { lag, at } of done.rows) {
    seenFinished = new Date(Math.max(seenFinished.getTime(), at))
    evaluations.push(Math.round(Number(lag)))
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
}
stop.abort()
await loop
const { rows } = await client.query(
  `SELECT sum(planned)::int AS planned, sum(done)::int AS done, sum(failed)::int AS failed, sum(caught_up)::int AS "caughtUp",
     sum(missed)::int AS missed FROM evaluation_hour h JOIN alert_rule r ON r.id = h.rule_id WHERE r.created_by = '${MARK}'`,
)
const incidents = await client.query(
  `SELECT count(*)::int AS count FROM incident WHERE rule_id IN (SELECT id FROM alert_rule WHERE created_by = '${MARK}')`,
)
await session.retire()
await session.close()
await clear()
await client.end()
await pool().query('SELECT 1')
await closePools()
process.stdout.write(
  `${JSON.stringify({
    tickets: Number(tickets),
    rules: RULES,
    openTimers: OPEN,
    conversationLagMs: spread(conversations),
    messageLagMs: spread(messages),
    evaluationLagMs: spread(evaluations),
    slots: rows[0],
    incidents: incidents.rows[0]?.count,
  })}\n`,
)
process.exit(0)
