/**
 * `npm run drill:alarms [-- --kills 200 --slots 1000 --races 1000 --seed 1]`: the alarm engine under fire. Workers are
 * killed with SIGKILL at every named step while another goes on: afterwards incidents, messages and evaluations must be
 * those of a run that nobody disturbed. Then two evaluators on one slot, and acknowledging against escalating, a thousand
 * times each. Prints one line of JSON; exit code 1 where anything is missing, doubled or different.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { closeApplier } from '@/lib/db/apply'
import { pool } from '@/lib/db/pool'
import { openWorkerSession } from '@/lib/db/workers'
import { sweepTemporary, temporaryServer } from '../../lib/launch/postgres.mjs'
import {
  addLadder,
  addPerson,
  addRule,
  alarms,
  answers,
  asks,
  count,
  freshCompany,
  happen,
  T0,
} from '../alarms/world'
import { dropDatabases } from '../clone'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    slots: { type: 'string' },
    races: { type: 'string' },
  },
})
const KILLS = Number(values.kills ?? 200)
const SLOTS = Number(values.slots ?? 1_000)
const RACES = Number(values.races ?? 1_000)

const MINUTE = 60_000
const STEPS = [
  'claimed',
  'answered',
  'written',
  'finished',
  'timers taken',
  'timers written',
  'recovering',
  'recovered',
  'escalating',
  'escalated',
]
const CHANNELS = ['douyin', 'web', 'taobao', 'jd', 'pdd', 'wechat', 'app']

const say = (line: string) => process.stderr.write(`${line}\n`)

/** A worker of its own process that is told when to run, and at which step to die. */
class Victim {
  private readonly child: ChildProcess
  private readonly ready: Promise<void>

  constructor(owner: string, step: string) {
    this.child = fork(fileURLToPath(new URL('./alarm-worker.ts', import.meta.url)), [owner, step], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.ready = new Promise((resolve, reject) => {
      this.child.once('message', () => resolve())
      this.child.once('exit', () => reject(new Error('the worker ended before it was ready')))
    })
    this.ready.catch(() => undefined)
  }

  /** Runs at `now`; answers whether it died in it. */
  async run(now: number): Promise<boolean> {
    await this.ready
    return await new Promise((resolve) => {
      const over = (died: boolean) => {
        this.child.removeAllListeners()
        resolve(died)
      }
      this.child.once('message', () => over(false))
      this.child.once('exit', () => over(true))
      this.child.send({ now })
    })
  }

  end(): void {
    this.child.removeAllListeners()
    this.child.kill('SIGKILL')
  }
}

/** Rules of each way to fire, a ladder of three steps, and people. */
async function company(): Promise<number> {
  await freshCompany()
  await addPerson('阿蓝', 'lead', ['直播组'])
  await addPerson('主管', 'supervisor')
  await addPerson('经理', 'manager')
  const ladder = await addLadder([
    { afterMinutes: 0, audiences: ['lead'], users: [], targets: [] },
    { afterMinutes: 2, audiences: ['supervisor'], users: [], targets: [] },
    { afterMinutes: 4, audiences: ['manager'], users: [], targets: [] },
  ])
  const every = { everySeconds: 60, ladder } as const
  await addRule({
    ...every,
    name: 'many',
    kind: 'threshold',
    params: { metric: 'tickets_opened', over: 'channel', window: 3, op: '>', limit: 2 },
    recoverTimes: 1,
  })
  await addRule({
    ...every,
    name: 'all',
    kind: 'threshold',
    params: { metric: 'messages_in', over: 'all', window: 2, op: '>', limit: 7 },
    recoverTimes: 1,
    repeatMinutes: 5,
  })
  await addRule({
    ...every,
    name: 'wait',
    kind: 'conversation',
    params: { clock: 'reply', limitSeconds: 60, warnSeconds: 20, vip: { limitSeconds: 30, warnSeconds: 10 } },
  })
  await addRule({
    ...every,
    name: 'waits',
    kind: 'conversation',
    params: { clock: 'reply', limitSeconds: 90 },
    groupBy: 'channel',
  })
  await pool().query('UPDATE alert_rule SET next_slot = $1 WHERE next_slot IS NOT NULL', [
    new Date(T0 + MINUTE),
  ])
  return 2
}

/** What happens in the minute before turn `i`; the same whoever is killed. */
async function minute(i: number): Promise<void> {
  const now = T0 + i * MINUTE
  const channel = CHANNELS[i % CHANNELS.length] ?? 'web'
  const team = '直播组'
  const many = i % 3 === 0 ? 4 : 1
  const events = Array.from({ length: many }, (_, n) =>
    asks(`t${i}-${n}`, now - 40_000 - n * 1_000, {
      channel,
      team,
      ...(n === 0 && i % 5 === 0 ? { tier: 'vip' } : {}),
    }),
  ).flat()
  const replies = [i - 2, i - 5].flatMap((past) =>
    past < 1
      ? []
      : Array.from({ length: past % 3 === 0 ? 4 : 1 }, (_, n) =>
          answers(`t${past}-${n}`, now - 5_000 - n),
        ).flat(),
  )
  await happen([...events, ...replies.slice(0, i % 4 === 0 ? 1 : replies.length)], now)
}

interface Outcome {
  readonly incidents: readonly string[]
  readonly deliveries: readonly string[]
  readonly evaluations: { readonly done: number; readonly others: number }
}

async function outcome(): Promise<Outcome> {
  const lines = async (sql: string) =>
    (await pool().query<{ line: string }>(sql)).rows.map(({ line }) => line)
  return {
    incidents: await lines(
      `SELECT concat_ws(' ', r.name, i.key, i.state, i.severity, i.step, i.relapses) AS line
       FROM incident i JOIN alert_rule r ON r.id = i.rule_id ORDER BY 1`,
    ),
    deliveries: await lines(
      `SELECT concat_ws(' ', r.name, i.key, d.step, d.kind, t.kind, u.name) AS line
       FROM delivery d JOIN incident i ON i.id = d.incident_id JOIN alert_rule r ON r.id = i.rule_id
       JOIN notify_target t ON t.id = d.target_id LEFT JOIN app_user u ON u.id::text = d.recipient ORDER BY 1`,
    ),
    evaluations: {
      done: await count("evaluation WHERE state = 'done'"),
      others: await count("evaluation WHERE state <> 'done'"),
    },
  }
}

/** What differs between two lists, as sorted lines. */
function difference(a: readonly string[], b: readonly string[]): { missing: string[]; extra: string[] } {
  const left = new Map<string, number>()
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1)
  const extra: string[] = []
  for (const line of b) {
    const known = left.get(line) ?? 0
    if (known === 0) extra.push(line)
    else left.set(line, known - 1)
  }
  return { missing: [...left].flatMap(([line, n]) => Array.from({ length: n }, () => line)), extra }
}

async function kills(): Promise<Record<string, unknown>> {
  const plan = Array.from({ length: KILLS }, (_, i) => STEPS[i % STEPS.length] ?? 'claimed')
  const turns = KILLS
  await company()
  for (let i = 1; i <= turns; i++) {
    await minute(i)
    await alarms(T0 + i * MINUTE)
    await alarms(T0 + i * MINUTE + 1_000)
  }
  const expected = await outcome()
  say(`undisturbed: ${expected.incidents.length} incidents, ${expected.deliveries.length} messages`)
  await closeApplier()

  const planned = await company()
  const session = await openWorkerSession(() => undefined)
  await session.register('survivor')
  let killed = 0
  let next = new Victim('victim-1', `${plan[0]}`)
  for (let i = 1; i <= turns; i++) {
    const victim = next
    if (i < turns) next = new Victim(`victim-${i + 1}`, `${plan[i]}`)
    await minute(i)
    const now = T0 + i * MINUTE
    if (await victim.run(now)) killed += 1
    victim.end()
    await untilDead(session, `victim-${i}`)
    await alarms(now, 'survivor')
    await alarms(now + 1_000, 'survivor')
    if (i % 20 === 0) say(`${i} turns, ${killed} kills`)
  }
  await session.retire()
  await session.close()
  const found = await outcome()
  const missed = await pool().query<{ missed: number }>(
    'SELECT coalesce(sum(missed), 0)::int AS missed FROM evaluation_hour',
  )
  await closeApplier()
  const incidents = difference(expected.incidents, found.incidents)
  const deliveries = difference(expected.deliveries, found.deliveries)
  for (const line of [...incidents.missing, ...deliveries.missing].slice(0, 10)) say(`missing: ${line}`)
  for (const line of [...incidents.extra, ...deliveries.extra].slice(0, 10)) say(`extra: ${line}`)
  return {
    kills: killed,
    incidents: found.incidents.length,
    deliveries: found.deliveries.length,
    incidentsMissing: incidents.missing.length,
    incidentsExtra: incidents.extra.length,
    deliveriesMissing: deliveries.missing.length,
    deliveriesExtra: deliveries.extra.length,
    plannedSlots: planned * turns,
    evaluations: found.evaluations,
    evaluationsUndisturbed: expected.evaluations,
    missed: missed.rows[0]?.missed ?? -1,
  }
}

async function untilDead(session: Awaited<ReturnType<typeof openWorkerSession>>, id: string): Promise<void> {
  for (;;) {
    await session.reap()
    const { rows } = await pool().query('SELECT FROM worker_registry WHERE id = $1 AND stopped_at IS NULL', [
      id,
    ])
    if (rows.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Two evaluators on every slot, a thousand slots. */
async function slots(): Promise<Record<string, unknown>> {
  await freshCompany()
  await addPerson('主管', 'supervisor')
  await addRule(
    {
      name: 'many',
      kind: 'threshold',
      params: { metric: 'tickets_opened', over: 'channel', window: 2, op: '>', limit: 2 },
      recoverTimes: 1,
      flap: null,
      everySeconds: 60,
    },
    T0 + MINUTE,
  )
  let openings = 0
  for (let i = 1; i <= SLOTS; i++) {
    const now = T0 + i * MINUTE
    if (i % 10 === 1) {
      openings += 1
      await happen(Array.from({ length: 3 }, (_, n) => asks(`s${i}-${n}`, now - 1_000)).flat(), now)
    }
    await Promise.all([alarms(now, 'a'), alarms(now, 'b')])
    if (i % 200 === 0) say(`${i} slots`)
  }
  const told = await count("delivery WHERE kind IN ('fired', 'reopened')")
  const opened = await count("incident_event WHERE kind IN ('opened', 'relapsed')")
  const done = await count("evaluation WHERE state = 'done'")
  await closeApplier()
  return { slots: SLOTS, done, openings, opened, told, expectedTold: openings * 2 }
}

/** Acknowledging against escalating: one of them wins, every time. */
async function races(): Promise<Record<string, unknown>> {
  await freshCompany()
  const lead = await addPerson('阿蓝', 'lead', ['直播组'])
  await addPerson('主管', 'supervisor')
  const ladder = await addLadder([
    { afterMinutes: 0, audiences: ['lead'], users: [], targets: [] },
    { afterMinutes: 5, audiences: ['supervisor'], users: [], targets: [] },
  ])
  await addRule({
    name: 'wait',
    kind: 'conversation',
    params: { clock: 'reply', limitSeconds: 60 },
    ladder,
  })
  let both = 0
  let neither = 0
  let acknowledged = 0
  for (let i = 0; i < RACES; i++) {
    const at = T0 + i * 10 * MINUTE
    await happen(asks(`r${i}`, at), at)
    await alarms(at + MINUTE)
    const { rows } = await pool().query<{ id: string }>('SELECT id FROM incident WHERE key = $1', [
      `source=shop&subject=r${i}`,
    ])
    const id = rows[0]?.id
    if (id === undefined) throw new Error('no incident')
    const acknowledge = async () => {
      // Some come first and some too late: what escalating changes is what this needs, so that one of the two wins.
      await new Promise((resolve) => setTimeout(resolve, (i * 13) % 160))
      const done = await pool().query(
        `UPDATE incident SET acknowledged_at = $2, acknowledged_by = $3, next_step_at = NULL
         WHERE id = $1 AND acknowledged_at IS NULL AND step = 0 AND state = 'open'`,
        [id, new Date(at + 6 * MINUTE), lead],
      )
      return done.rowCount === 1
    }
    const [acked] = await Promise.all([
      acknowledge(),
      alarms(at + 6 * MINUTE, 'a'),
      alarms(at + 6 * MINUTE, 'b'),
    ])
    const escalated = await count(
      `delivery WHERE incident_id = '${id}' AND step = 'escalated:1' AND recipient <> ''`,
    )
    if (acked) acknowledged += 1
    if (acked && escalated > 0) both += 1
    if (!acked && escalated !== 1) neither += 1
    await happen(answers(`r${i}`, at + 7 * MINUTE), at + 7 * MINUTE)
    await alarms(at + 7 * MINUTE + 1_000)
    if (i % 200 === 199) say(`${i + 1} races, ${acknowledged} acknowledged`)
  }
  await closeApplier()
  return { races: RACES, acknowledged, escalated: RACES - acknowledged, both, neither }
}

let stop: () => Promise<void> = async () => undefined
if (process.env.TEST_DATABASE_URL === undefined) {
  sweepTemporary(tmpdir())
  const server = await temporaryServer(process.cwd(), tmpdir())
  process.env.TEST_DATABASE_URL = server.url
  stop = server.stop
}
const began = performance.now()
const result: Record<string, unknown> = {}
for (const [name, wanted, part] of [
  ['kills', KILLS, kills],
  ['slots', SLOTS, slots],
  ['races', RACES, races],
] as const) {
  if (wanted === 0) continue
  result[name] = await part()
  say(JSON.stringify({ [name]: result[name] }))
}
await dropDatabases()
await stop()
const k = result.kills as Record<string, number> | undefined
const s = result.slots as Record<string, number> | undefined
const r = result.races as Record<string, number> | undefined
const found = ({ evaluations }: Record<string, unknown>) => (evaluations as { done: number }).done
const good =
  (k === undefined ||
    (k.incidentsMissing === 0 &&
      k.incidentsExtra === 0 &&
      k.deliveriesMissing === 0 &&
      k.deliveriesExtra === 0 &&
      k.missed === 0 &&
      found(k) === k.plannedSlots)) &&
  (s === undefined || (s.opened === s.openings && s.told === s.expectedTold && s.done === s.slots)) &&
  (r === undefined || (r.both === 0 && r.neither === 0))
process.stdout.write(
  `${JSON.stringify({ ...result, seconds: Math.round((performance.now() - began) / 1000), good })}\n`,
)
process.exit(good ? 0 : 1)
