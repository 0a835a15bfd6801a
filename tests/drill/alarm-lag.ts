/**
 * `DATABASE_URL=… npm run drill:alarm-lag [-- --rules 1000 --open 100000 --breaches 1000 --seconds 120 --quiet 60]`: how
 * far alarms are behind over the data that are there, and what pages take meanwhile. Starts web and worker of the built
 * product; measures signed-in pages while nothing happens for `--quiet` seconds; puts in rules that are evaluated every
 * 15 s, limits of open conversations, and conversations that breach within one minute; and looks from outside, on a
 * connection of its own, when incidents and messages can first be seen, while it goes on opening the same pages. Takes
 * all of it away again. Prints one line of JSON; exit code 1 where a bar is missed. `--no-pages` leaves the pages out.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { parseRuleBody, type RuleInput } from '@/lib/alerts/rule'
import { start, stop } from '@/lib/commands/bench-ingest'
import { Visitor } from '@/lib/commands/visitor'
import { changeEnv, databaseUrl } from '@/lib/core/env'
import { closePools, connectionConfig } from '@/lib/db/pool'
import { systemContext } from '@/lib/services/context'
import { upsertUser } from '@/lib/services/upsert-user'

const { values } = parseArgs({
  options: {
    rules: { type: 'string' },
    open: { type: 'string' },
    breaches: { type: 'string' },
    seconds: { type: 'string' },
    quiet: { type: 'string' },
    'no-pages': { type: 'boolean' },
  },
})
const RULES = Number(values.rules ?? 1_000)
const OPEN = Number(values.open ?? 100_000)
const BREACHES = Number(values.breaches ?? 1_000)
const SECONDS = Number(values.seconds ?? 120)
const QUIET = Number(values.quiet ?? 60)
const MARK = 'drill:alarm-lag'
/** Milliseconds an evaluation, and a conversation's limit, may be behind at the 95th percentile. */
const LAG_BAR = 5_000
/** How much longer pages may take at the 95th percentile while alarms burst. */
const PAGES_BAR = 2
/** What people have open while it burns. */
const PAGES = [
  '/',
  '/channels',
  '/teams',
  '/agents',
  '/tickets',
  '/customers',
  '/complaints',
  '/satisfaction',
  '/time',
  '/incidents',
  '/rules',
  '/radar',
] as const
/** Milliseconds between two pages. */
const BETWEEN = 100
const EMAIL = 'drill-alarm-lag@helmline.local'
const PASSWORD = randomBytes(18).toString('base64')

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
    `DELETE FROM app_user WHERE email = '${EMAIL}'`,
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
/** Opens every page one after the other until told to end, and notes what each took. */
async function browse(visitor: Visitor, until: AbortSignal, into: Map<string, number[]>): Promise<void> {
  while (!until.aborted) {
    for (const path of PAGES) {
      if (until.aborted) return
      const { ms, failed } = await visitor.time(path)
      if (failed > 0) failures.push(path)
      into.set(path, [...(into.get(path) ?? []), Math.round(ms)])
      await pause(BETWEEN)
    }
  }
}

const failures: string[] = []
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const quietTimes = new Map<string, number[]>()
const burstTimes = new Map<string, number[]>()
process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString('base64')
changeEnv({
  DATABASE_URL: databaseUrl(),
  HELMLINE_DEMO: '0',
  PORT: '0',
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
})
if (values['no-pages'] !== true && !existsSync('.next/BUILD_ID')) {
  say('The pages are not built: npm run build, or --no-pages.')
  process.exit(2)
}
const worker = await start('lib/jobs/main.ts', false)
// a drill that breaks off leaves nobody at work
process.on('exit', () => worker.child.kill())
const web = values['no-pages'] === true ? null : await start('lib/http/server.ts', true)
let visitor: Visitor | null = null
if (web !== null) {
  await upsertUser(systemContext('drill', Date.now()), { email: EMAIL, role: 'admin', password: PASSWORD })
  visitor = new Visitor(`http://127.0.0.1:${web.port}`)
  await visitor.signIn(EMAIL, PASSWORD)
  // the first opening of a page compiles and fills what stays
  for (const path of PAGES) await visitor.time(path)
  await browse(visitor, AbortSignal.timeout(QUIET * 1_000), quietTimes)
  say(`quiet: ${JSON.stringify(spread([...quietTimes.values()].flat()))}`)
}

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

const conversations: number[] = []
const messages: number[] = []
const evaluations: number[] = []
let seenNumber = 0
let seenAt = new Date(0)
let seenFinished = new Date(0)
const over = new AbortController()
const browsing = visitor === null ? null : browse(visitor, over.signal, burstTimes)
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
over.abort()
await browsing
const { rows } = await client.query(
  `SELECT sum(planned)::int AS planned, sum(done)::int AS done, sum(failed)::int AS failed, sum(caught_up)::int AS "caughtUp",
     sum(missed)::int AS missed FROM evaluation_hour h JOIN alert_rule r ON r.id = h.rule_id WHERE r.created_by = '${MARK}'`,
)
const incidents = await client.query(
  `SELECT count(*)::int AS count FROM incident WHERE rule_id IN (SELECT id FROM alert_rule WHERE created_by = '${MARK}')`,
)
await stop(worker.child)
if (web !== null) await stop(web.child)
await clear()
await client.end()
await closePools()

const quiet = spread([...quietTimes.values()].flat())
const burst = spread([...burstTimes.values()].flat())
const ratio = quiet.p95 === null || burst.p95 === null ? null : burst.p95 / quiet.p95
const lags = {
  conversationLagMs: spread(conversations),
  messageLagMs: spread(messages),
  evaluationLagMs: spread(evaluations),
}
const slow = Object.entries(lags).filter(([, { n, p95 }]) => n > 0 && (p95 ?? 0) > LAG_BAR)
const met = {
  lags: slow.length === 0 && conversations.length >= BREACHES,
  missed: rows[0]?.missed === 0,
  pages: web === null || (ratio !== null && ratio <= PAGES_BAR && failures.length === 0),
}
process.stdout.write(
  `${JSON.stringify({
    drill: 'alarm-lag',
    ok: Object.values(met).every(Boolean),
    met,
    tickets: Number(tickets),
    rules: RULES,
    openTimers: OPEN,
    ...lags,
    slots: rows[0],
    incidents: incidents.rows[0]?.count,
    pages:
      web === null
        ? null
        : {
            quietMs: quiet,
            burstMs: burst,
            p95Ratio: ratio === null ? null : Math.round(ratio * 100) / 100,
            bar: PAGES_BAR,
            failedSections: failures,
            byPage: Object.fromEntries(
              PAGES.map((path) => {
                const p95 = (times: Map<string, number[]>) => spread(times.get(path) ?? []).p95
                return [path, { quietP95: p95(quietTimes), burstP95: p95(burstTimes) }]
              }),
            ),
          },
  })}\n`,
)
process.exit(Object.values(met).every(Boolean) ? 0 : 1)
