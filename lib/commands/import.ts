/** `npm run import -- FILE --source S --mapping M`: progress on stderr, a JSON summary as the last line of stdout. */
import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { RowReport } from '@/lib/connectors/row'
import { SHIPPED_MAPPINGS } from '@/lib/connectors/shipped-mappings'
import { env } from '@/lib/core/env'
import { systemContext } from '@/lib/services/context'
import { type ImportProgress, type ImportSummary, importFile } from '@/lib/services/import-file'
import { waitUntilApplied } from '@/lib/services/wait-until-applied'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run import -- FILE --source S --mapping M

  FILE               CSV, XLSX or JSONL; also packed as .gz
  --source S         the connected source the rows belong to; ids are unique within it
  --mapping M        a JSON file, or one of: ${SHIPPED_MAPPINGS.join(', ')}
  --zone Z           IANA zone of times without an offset, in place of the mapping's
  --encoding E       utf-8, gb18030, big5 …; otherwise found out
  --report PATH      write every rejected row there (JSON lines: line, row, column, code, reason)
  --show N           print the first N rejected rows (default 20)
  --restart          from the first row, though an interrupted run got further
  --no-wait          do not wait until the numbers hold the events`

interface Arguments {
  readonly file: string
  readonly source: string
  readonly mapping: string
  readonly encoding: string | null
  readonly zone: string | null
  readonly report: string | null
  readonly show: number
  readonly restart: boolean
  readonly wait: boolean
}

/** npm runs commands in the project's folder; paths are meant from where the person typed them. */
function fromHere(file: string): string {
  const here = env().INIT_CWD
  const there = here === undefined ? file : path.resolve(here, file)
  return existsSync(there) ? there : file
}

function readArguments(): Arguments | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      mapping: { type: 'string' },
      encoding: { type: 'string' },
      zone: { type: 'string' },
      report: { type: 'string' },
      show: { type: 'string' },
      restart: { type: 'boolean' },
      'no-wait': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return null
  const [file, more] = positionals
  if (file === undefined) throw new UsageError('Name the file to import.')
  if (more !== undefined) throw new UsageError(`One file at a time; "${more}" is one too many.`)
  if (values.source === undefined) throw new UsageError('Name the source with --source.')
  if (values.mapping === undefined) throw new UsageError('Name the mapping with --mapping.')
  const show = Number(values.show ?? 20)
  if (!Number.isInteger(show) || show < 0)
    throw new UsageError(`--show takes a whole number, not "${values.show}".`)
  const { mapping } = values
  return {
    file: fromHere(file),
    source: values.source,
    mapping: /[/\\]|\.json$/i.test(mapping) ? fromHere(mapping) : mapping,
    encoding: values.encoding ?? null,
    zone: values.zone ?? null,
    report: values.report === undefined ? null : path.resolve(env().INIT_CWD ?? '.', values.report),
    show,
    restart: values.restart ?? false,
    wait: !(values['no-wait'] ?? false),
  }
}

function describe({ line, column, reason }: RowReport): string {
  return `line ${line}${column === null ? '' : `, ${column}`}: ${reason}`
}

const whole = new Intl.NumberFormat('en')

function progressLine({ rows, events, accepted, rejected, read, size }: ImportProgress): string {
  const share = size === 0 ? 100 : Math.min(100, Math.floor((read / size) * 100))
  return `${share} % · ${whole.format(rows)} rows · ${whole.format(events)} events · ${whole.format(accepted)} new · ${whole.format(rejected)} rejected`
}

/** Progress: one line that changes on a terminal, a line every few seconds elsewhere. */
function progressPrinter(): { show(progress: ImportProgress): void; end(): void } {
  const terminal = process.stderr.isTTY
  let last = performance.now()
  let open = false
  return {
    show(progress) {
      const now = performance.now()
      if (!terminal && now - last < 3_000) return
      last = now
      if (terminal) process.stderr.write(`\r\x1b[2K${progressLine(progress)}`)
      else tell(progressLine(progress))
      open = terminal
    },
    end() {
      if (open) process.stderr.write('\r\x1b[2K')
      open = false
    },
  }
}

function printOutcome(summary: ImportSummary, shown: number): void {
  for (const [reason, count] of Object.entries(summary.skippedBy)) {
    tell(`left out, ${reason}: ${whole.format(count)}`)
  }
  if (summary.rejected > shown) tell(`… and ${whole.format(summary.rejected - shown)} more rejected rows`)
  for (const [code, count] of Object.entries(summary.rejectedBy)) {
    tell(`rejected, ${code}: ${whole.format(count)}`)
  }
  tell(
    `${whole.format(summary.rows)} rows: ${whole.format(summary.events)} events, ${whole.format(summary.accepted)} new, ${whole.format(summary.duplicates)} there before.`,
  )
}

function telling({ applied, position }: { applied: number; position: number }): void {
  tell(`counting: ${whole.format(position - applied)} events to go`)
}

async function run(given: Arguments): Promise<void> {
  const started = performance.now()
  const report = given.report === null ? null : createWriteStream(given.report)
  let broken: Error | null = null
  report?.on('error', (error) => {
    broken = error
  })
  const progress = progressPrinter()
  let shown = 0
  const { file, source, mapping, encoding, zone, restart } = given
  const summary = await importFile(
    systemContext('command:import', Date.now()),
    { file, source, mapping, encoding, zone, restart },
    {
      onProgress: (now) => progress.show(now),
      onReport: (row) => {
        report?.write(`${JSON.stringify(row)}\n`)
        if (shown >= given.show) return
        shown += 1
        progress.end()
        tell(describe(row))
      },
      onNotice: (text) => {
        progress.end()
        tell(text)
      },
    },
  )
  progress.end()
  await new Promise<void>((resolve) => (report ? report.end(resolve) : resolve()))
  if (broken !== null) tell(`The report could not be written: ${(broken as Error).message}`)
  printOutcome(summary, shown)
  const applied = given.wait ? await waitUntilApplied(summary.position, { onProgress: telling }) : null
  const seconds = Math.round((performance.now() - started) / 100) / 10
  process.stdout.write(`${JSON.stringify({ ...summary, applied, seconds })}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    tell('\nInterrupted. What was stored stays; run the same command again to go on.')
    process.exit(1)
  })
}

await runCommand(USAGE, async () => {
  const given = readArguments()
  if (given === null) tell(USAGE)
  else await run(given)
  return 0
})
