/**
 * `npm run bench -- --json`: the product's speed on millions of tickets, in a scratch database of the same
 * Postgres, against raw SQL and DuckDB on the same rows. JSON on stdout, what is being done on stderr.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { BENCH_TABLES } from '@/lib/db/bench-facts'
import { ROLLUP_TABLES } from '@/lib/db/columns'
import { benchChanges } from './bench-changes'
import { benchDashboard } from './bench-dashboard'
import { benchIngest } from './bench-ingest'
import { databaseName, midnight, use, whole, within } from './bench-scratch'
import { runCommand, tell, UsageError } from './command-line'

const PARTS = ['dashboard', 'changes', 'ingest'] as const
type Part = (typeof PARTS)[number]
const SMALL = 100_000
const USAGE = `npm run bench -- [--json] [--tickets 5000000] [--only ${PARTS.join(',')}] [--all] [--keep NAME]

  --tickets N   tickets of the history (1,000 to 50,000,000)
  --only LIST   some of the parts: ${PARTS.join(', ')}
  --all         rollups with every sketch, not only those the tiles read
  --events N    events sent through the door (default 60000)
  --keep NAME   keep the scratch databases under this name, and use them again
  --json        only the JSON, on one line`

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
  if (values.keep !== undefined) databaseName('keep', values.keep)
  const wants = (part: Part): boolean => parts.includes(part)
  const end = midnight()
  const say = values.json === true ? () => undefined : tell
  const keep = (suffix: string): string | null =>
    values.keep === undefined ? null : `${values.keep}_${suffix}`

  const began = performance.now()
  const result = await within(keep('large'), { tickets, end, all: values.all }, async (database) => {
    const filledInSeconds = Math.round((performance.now() - began) / 1000)
    const dashboard = wants('dashboard') ? await benchDashboard(database, end, say) : null
    const changes = wants('changes')
      ? await within(keep('small'), { tickets: SMALL, end, all: values.all }, (small) =>
          benchChanges({ small: small.url, large: database.url }, Date.parse(end), 7),
        )
      : null
    await use(database.url)
    const ingest = wants('ingest') ? await benchIngest(database, events, say) : null
    return {
      tickets,
      filledInSeconds,
      machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version },
      bytes: {
        facts: await database.bytes(BENCH_TABLES),
        rollups: await database.bytes([...ROLLUP_TABLES.map((table) => table.name), 'rollup_sketch']),
      },
      dashboard,
      changes: changes === null ? null : { smallTickets: SMALL, ...changes },
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
