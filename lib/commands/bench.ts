/**
 * `npm run bench -- --json`: the product's speed on millions of tickets, in a scratch database of the same
 * Postgres, against raw SQL and DuckDB on the same rows. JSON on stdout, what is being done on stderr.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { changeEnv, databaseUrl } from '@/lib/core/env'
import { BenchDatabase } from '@/lib/db/bench-database'
import { ROLLUP_TABLES } from '@/lib/db/columns'
import { closePools, transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import { benchChanges } from './bench-changes'
import { benchDashboard } from './bench-dashboard'
import { benchIngest } from './bench-ingest'
import { runCommand, tell, UsageError } from './command-line'

const PARTS = ['dashboard', 'changes', 'ingest'] as const
type Part = (typeof PARTS)[number]
const SMALL = 100_000
const DAYS = 400
const ZONE = 'Asia/Shanghai'
/** The sketches that tiles read; --all makes every one, which takes a good while at 5 M tickets. */
const SKETCHES = ['first_response_sketch']

const USAGE = `npm run bench -- [--json] [--tickets 5000000] [--only ${PARTS.join(',')}] [--all] [--keep NAME]

  --tickets N   tickets of the history (1,000 to 50,000,000)
  --only LIST   some of the parts: ${PARTS.join(', ')}
  --all         rollups with every sketch, not only those the tiles read
  --events N    events sent through the door (default 60000)
  --keep NAME   keep the scratch databases under this name, and use them again
  --json        only the JSON, on one line`

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`)
  }
  return value
}

/** The local midnight that begins today: presets and the history end alike. */
function midnight(): string {
  const local = new Date(Date.now() + 8 * 3_600_000)
  return `${local.toISOString().slice(0, 10)}T00:00:00+08:00`
}

/** A filled scratch database, which is also the product's own for as long as `work` runs. */
async function within<T>(
  name: string | null,
  tickets: number,
  end: string,
  all: boolean,
  work: (database: BenchDatabase, seconds: number) => Promise<T>,
): Promise<T> {
  const before = databaseUrl()
  const database = await BenchDatabase.open(name)
  const began = performance.now()
  try {
    await closePools()
    changeEnv({ DATABASE_URL: database.url, PORT: '0', HELMLINE_DEMO: '0', LOG_LEVEL: 'error' })
    await transaction((client) =>
      writeSetting(client, 'tenant', { company: 'Benchmark', zone: ZONE, demo: false }, Date.now()),
    )
    let told = -1
    const facts = { tickets, days: DAYS, end, zone: ZONE, sketches: all ? null : SKETCHES }
    await database.fill(facts, (what, share) => {
      const percent = Math.floor(share * 20) * 5
      if (percent !== told) tell(`${tickets} tickets: ${what} ${percent} %`)
      told = percent
    })
    return await work(database, Math.round((performance.now() - began) / 1000))
  } finally {
    await closePools()
    changeEnv({ DATABASE_URL: before })
    await database.close()
  }
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      tickets: { type: 'string', default: '5000000' },
      events: { type: 'string', default: '60000' },
      only: { type: 'string', default: PARTS.join(',') },
      all: { type: 'boolean', default: false },
      keep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) {
    tell(USAGE)
    return 0
  }
  const tickets = whole('tickets', values.tickets, 1_000, 50_000_000)
  const events = whole('events', values.events, 1_000, 5_000_000)
  const parts = values.only.split(',')
  const unknown = parts.find((part) => !(PARTS as readonly string[]).includes(part))
  if (unknown !== undefined) throw new UsageError(`--only knows ${PARTS.join(', ')}, not "${unknown}".`)
  if (values.keep !== undefined && !/^[a-z][a-z0-9_]{0,40}$/.test(values.keep)) {
    throw new UsageError('--keep takes a name of small letters, digits and _.')
  }
  const wants = (part: Part): boolean => parts.includes(part)
  const end = midnight()
  const say = values.json === true ? () => undefined : tell
  const keep = (suffix: string): string | null =>
    values.keep === undefined ? null : `${values.keep}_${suffix}`

  const small = wants('changes')
    ? await within(keep('small'), SMALL, end, values.all, () => benchChanges(Date.parse(end), 5))
    : null
  const result = await within(keep('large'), tickets, end, values.all, async (database, seconds) => {
    const dashboard = wants('dashboard') ? await benchDashboard(database, end, say) : null
    const large = wants('changes') ? await benchChanges(Date.parse(end), 5) : null
    const ingest = wants('ingest') ? await benchIngest(database, events, say) : null
    const rollups = [...ROLLUP_TABLES.map(({ name }) => name), 'rollup_sketch']
    return {
      tickets,
      filledInSeconds: seconds,
      machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version },
      bytes: {
        facts: await database.bytes(['ticket', 'episode', 'round', 'assignment', 'answer', 'complaint']),
        rollups: await database.bytes(rollups),
      },
      dashboard,
      changes:
        small === null || large === null
          ? null
          : {
              smallTickets: SMALL,
              smallMs: small.ms,
              largeMs: large.ms,
              largeOverSmall: Math.round((100 * large.ms) / small.ms) / 100,
            },
      ingest,
    }
  })
  const bars = {
    rawOverOurs: result.dashboard === null ? null : { value: result.dashboard.rawOverOurs, bar: '>= 50' },
    duckdbOverOurs:
      result.dashboard === null ? null : { value: result.dashboard.duckdbOverOurs, bar: '>= 1' },
    dashboardMs: result.dashboard === null ? null : { value: result.dashboard.oursMs, bar: '<= 100' },
    changedLargeOverSmall:
      result.changes === null ? null : { value: result.changes.largeOverSmall, bar: '<= 1.3' },
    httpOverBare: result.ingest === null ? null : { value: result.ingest.httpOverBare, bar: '>= 0.33' },
    appliedPerSecond:
      result.ingest === null ? null : { value: result.ingest.appliedPerSecond, bar: '>= 3000' },
    eventToScreenP95Ms:
      result.ingest?.screen == null ? null : { value: result.ingest.screen.p95Ms, bar: '<= 3000' },
  }
  process.stdout.write(`${JSON.stringify({ bars, ...result }, null, values.json === true ? 0 : 2)}\n`)
  return 0
})
