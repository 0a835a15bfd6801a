/** The door, the applier and the screen under load: a web process and a worker of our own on the scratch database. */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { unitId } from '@/lib/core/ids'
import { instantArray, textArray, uuidArray } from '@/lib/db/arrays'
import { BARE_INSERT, type BenchDatabase, makeBareEvents } from '@/lib/db/bench-database'
import { deliveriesOfDay } from '@/lib/demo/generate'
import { DAY, dayOf } from '@/lib/demo/plan'
import { toCloudEvent } from '@/lib/demo/wire'
import type { UnifiedEvent } from '@/lib/facts/event'
import { contentHash } from '@/lib/facts/parse-event'
import { unitOf } from '@/lib/facts/unit'
import { systemContext } from '@/lib/services/context'
import { createApiKey } from '@/lib/services/create-api-key'

const SENDERS = 4
const BATCH = 1_000
const SLICES = 6
/** Milliseconds from one page to the next while the applier works. */
const PAGE_EVERY = 100

export interface IngestResult {
  readonly events: number
  /** acknowledged events a second, four senders, batches of 1,000 */
  readonly httpPerSecond: number
  readonly barePerSecond: number
  readonly httpOverBare: number
  /** applied events a second while pages are read */
  readonly appliedPerSecond: number
  readonly pageReads: { readonly count: number; readonly p95Ms: number }
  /** from sending an event to the frame that shows it, on one open screen */
  readonly screen: { readonly count: number; readonly p50Ms: number; readonly p95Ms: number } | null
}

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0)
}

/** Events like the demo company's, each once, of sources that are new in every run. */
function someEvents(count: number, now: number, run: string): UnifiedEvent[] {
  const plan = { seed: 99, anchor: now, days: 30, perDay: 2_000 }
  const seen = new Set<string>()
  const events: UnifiedEvent[] = []
  for (let day = dayOf(now) - 2; events.length < count; day -= 1) {
    for (const { event } of deliveriesOfDay(plan, day)) {
      const key = `${event.source} ${event.id}`
      if (seen.has(key) || event.time > now - DAY) continue
      seen.add(key)
      events.push({ ...event, source: `${event.source}-${run}` })
    }
  }
  return events.slice(0, count)
}

const batches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) => items.slice(i * BATCH, (i + 1) * BATCH))

/** Hands out the pieces to the senders; seconds until all are done. */
async function shared<T>(pieces: readonly T[], send: (piece: T) => Promise<void>): Promise<number> {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (let piece = pieces[next]; piece !== undefined; piece = pieces[next]) {
        next += 1
        await send(piece)
      }
    }),
  )
  return (performance.now() - began) / 1000
}

async function bareInserts(database: BenchDatabase, events: readonly UnifiedEvent[]): Promise<number> {
  return shared(batches(events), async (piece) => {
    const rows = piece
      .map((event) => ({ key: unitId('event', event.source, event.id), event }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    await database.query(BARE_INSERT, [
      uuidArray(rows.map(({ key }) => key)),
      uuidArray(rows.map(({ event }) => unitOf(event).id)),
      textArray(rows.map(({ event }) => event.source)),
      textArray(rows.map(({ event }) => event.id)),
      textArray(rows.map(({ event }) => event.type)),
      instantArray(rows.map(({ event }) => event.time)),
      textArray(rows.map(({ event }) => event.subject)),
      textArray(rows.map(({ event }) => JSON.stringify(event.data))),
      uuidArray(rows.map(({ event }) => contentHash(event))),
    ])
  })
}

/** A process of ours; resolves with the port it says it listens on, or at once where it listens nowhere. */
export async function start(file: string, listens: boolean): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  if (!listens) return { child, port: 0 }
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    child.on('message', (message: { type?: string; port?: number }) => {
      if (message.type === 'ready' && message.port !== undefined) resolve(message.port)
    })
  })
  return { child, port }
}

/** Ends a process of ours and waits until it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await gone
}

class Product {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  async post(path: string, type: string, body: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${this.token}` },
      body,
    })
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
    return (await response.json()) as Record<string, unknown>
  }

  async send(body: string): Promise<void> {
    await this.post('/api/v1/events', 'application/cloudevents-batch+json', body)
  }

  async health(): Promise<{ accepted: number; applied: number }> {
    const response = await fetch(`${this.address}/api/health`)
    return (await response.json()) as { accepted: number; applied: number }
  }

  /** Values of a tile as frames arrive, until the signal. */
  async *tile(board: string, tile: string, signal: AbortSignal): AsyncGenerator<number> {
    const response = await fetch(`${this.address}/api/v1/live/${board}`, {
      headers: { authorization: `Bearer ${this.token}`, accept: 'text/event-stream' },
      signal,
    })
    if (!response.ok || response.body === null) throw new Error(`the live board answered ${response.status}`)
    let text = ''
    const decoder = new TextDecoder()
    const reader = response.body.getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const data = part.split('\n').find((line) => line.startsWith('data:'))
        if (data === undefined || !part.includes('event: frame')) continue
        const frame = JSON.parse(data.slice(5)) as { tiles?: Record<string, { value?: unknown }> }
        const value = frame.tiles?.[tile]?.value
        if (typeof value === 'number') yield value
      }
    }
  }
}

/** Reads what pages read, one each 100 ms, until told to stop; milliseconds of each. */
async function readPages(product: Product, signal: AbortSignal): Promise<number[]> {
  const times: number[] = []
  const questions = [
    { metrics: ['frt_avg', 'frt_p90', 'csat'], dimensions: ['channel'], period: { preset: 'last_7_days' } },
    { metrics: ['tickets_opened', 'frt_within_target'], grain: 'hour', period: { preset: 'last_7_days' } },
    { metrics: ['tickets_resolved', 'aht_avg'], dimensions: ['agent'], period: { preset: 'last_28_days' } },
  ]
  for (let i = 0; !signal.aborted; i += 1) {
    const began = performance.now()
    await product.post('/api/v1/query', 'application/json', JSON.stringify(questions[i % questions.length]))
    const took = performance.now() - began
    times.push(took)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, PAGE_EVERY - took)))
  }
  return times
}

async function until(test: () => Promise<boolean>, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await test())) {
    if (performance.now() > end) throw new Error('the worker did not come to an end in time')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function screenTimes(product: Product, count: number): Promise<number[]> {
  const stopped = new AbortController()
  const times: number[] = []
  let latest = -1
  let wake: () => void = () => undefined
  let ended = 'it is open'
  const watching = (async () => {
    for await (const value of product.tile('overview', 'messages_in', stopped.signal)) {
      latest = value
      wake()
    }
    ended = 'it ended'
  })().catch((error: unknown) => {
    ended = `it broke: ${String(error)} ${String((error as Error).cause ?? '')}`
  })
  const reached = (value: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no frame with ${value} within 15 s after ${latest}; the stream: ${ended}`)),
        15_000,
      )
      wake = () => {
        if (latest < value) return
        clearTimeout(timer)
        resolve()
      }
      wake()
    })
  try {
    await reached(0)
    for (let i = 0; i < count; i += 1) {
      const now = Date.now()
      const subject = `S-${now}-${i}`
      const event = (n: number, type: string, data: Record<string, unknown>): Record<string, unknown> =>
        toCloudEvent({
          id: `${subject}.${n}`,
          source: 'bench-screen',
          type,
          time: now - 10 + n,
          subject,
          data,
        })
      const before = latest
      const began = performance.now()
      await product.send(
        JSON.stringify([
          event(0, 'ticket.opened', { channel: 'web', customer: 'c1', team: 't01' }),
          event(1, 'message.sent', { from: 'customer', text: 'hello' }),
        ]),
      )
      await reached(before + 1)
      times.push(performance.now() - began)
    }
  } finally {
    stopped.abort()
    await watching
  }
  return times
}

/** DATABASE_URL must point at `database` and PORT be 0. Null where the pages are not built. */
export async function benchIngest(
  database: BenchDatabase,
  count: number,
  tell: (line: string) => void,
): Promise<IngestResult | null> {
  if (!existsSync('.next/BUILD_ID')) {
    tell('the pages are not built (npm run build): the door is left out')
    return null
  }
  const now = Date.now()
  const run = now.toString(36)
  const events = someEvents(count, now, run)
  const { token } = await createApiKey(systemContext('bench', now), {
    name: `bench-${now}`,
    scopes: ['ingest', 'read'],
  })
  const web = await start('lib/http/server.ts', true)
  let worker: ChildProcess | null = null
  try {
    const product = new Product(`http://127.0.0.1:${web.port}`, token)
    // a few requests first: code and connections warm up
    const warm = someEvents(2_000, now - 40 * DAY, run)
    for (const piece of batches(warm)) await product.send(JSON.stringify(piece.map(toCloudEvent)))
    await makeBareEvents(database)
    let bareSeconds = 0
    let httpSeconds = 0
    // in turns, so that whatever else the machine does slows both
    const slice = Math.ceil(count / SLICES)
    for (let from = 0; from < count; from += slice) {
      const some = events.slice(from, from + slice)
      const bodies = batches(some).map((piece) => JSON.stringify(piece.map(toCloudEvent)))
      bareSeconds += await bareInserts(database, some)
      httpSeconds += await shared(bodies, (body) => product.send(body))
    }
    tell(`${Math.round(count / httpSeconds)} events/s over HTTP, ${Math.round(count / bareSeconds)} bare`)

    const enough = new AbortController()
    const reading = readPages(product, enough.signal)
    const began = performance.now()
    worker = (await start('lib/jobs/main.ts', false)).child
    let first: { at: number; applied: number } | null = null
    let last = await product.health()
    await until(async () => {
      last = await product.health()
      // the worker's own start is not the applier's speed
      if (first === null && last.applied > 0) first = { at: performance.now(), applied: last.applied }
      return last.applied >= last.accepted
    }, 600_000)
    const from = (first as { at: number; applied: number } | null) ?? { at: began, applied: 0 }
    const appliedPerSecond = (last.applied - from.applied) / ((performance.now() - from.at) / 1000)
    enough.abort()
    const reads = await reading
    tell(`${Math.round(appliedPerSecond)} events/s applied while ${reads.length} pages were read`)

    const screen = await screenTimes(product, 40)
    tell(`event to screen: p95 ${quantile(screen, 0.95)} ms`)
    return {
      events: count,
      httpPerSecond: Math.round(count / httpSeconds),
      barePerSecond: Math.round(count / bareSeconds),
      httpOverBare: Math.round((100 * bareSeconds) / httpSeconds) / 100,
      appliedPerSecond: Math.round(appliedPerSecond),
      pageReads: { count: reads.length, p95Ms: quantile(reads, 0.95) },
      screen: { count: screen.length, p50Ms: quantile(screen, 0.5), p95Ms: quantile(screen, 0.95) },
    }
  } finally {
    if (worker !== null) await stop(worker)
    await stop(web.child)
  }
}
