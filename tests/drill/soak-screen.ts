/**
 * A wall in a browser, as the soak sees it. It is read over the browser's protocol alone: what a test runner puts into
 * a page to read it (for its selectors 0.8 MB, at their first use) would be taken for memory of the page.
 */
import type { Browser, CDPSession } from '@playwright/test'
import { pause } from './product'

/** What `take` answers in the page. It is sent as text: it may use nothing from outside but `given`. */
export async function read<Result, Given = null>(
  cdp: CDPSession,
  take: (given: Given) => Result,
  given: Given,
): Promise<Result> {
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `(${take.toString()})(${JSON.stringify(given)})`,
    returnByValue: true,
  })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value as Result
}

/** Milliseconds until `take` answers true in the page; null where it does not within `most`. */
export async function until<Given>(
  cdp: CDPSession,
  take: (given: Given) => boolean,
  given: Given,
  most: number,
  everyMs = 50,
): Promise<number | null> {
  const began = performance.now()
  while (performance.now() - began < most) {
    // A page that is just being loaded cannot be asked.
    if (await read(cdp, take, given).catch(() => false)) return performance.now() - began
    await pause(everyMs)
  }
  return null
}

export const textOf = async (cdp: CDPSession, tile: string) =>
  (
    (await read(
      cdp,
      (id) => document.querySelector(`[data-tile="${id}"] .wall-figure`)?.textContent ?? null,
      tile,
    )) ?? ''
  ).trim()

export const sceneOf = (cdp: CDPSession) =>
  read(cdp, () => document.querySelector('[data-wall]')?.getAttribute('data-scene') ?? null, null)

export const hasBanner = () => document.querySelector('[data-live-banner]') !== null

// ── blocking ─────────────────────────────────────────────────────────────────

/** A task of the page's main thread, ms. */
interface Task {
  /** processor time: what the page itself takes, however busy the machine is */
  readonly own: number
  /** by the clock: with what others took from it meanwhile */
  readonly clock: number
}

interface TraceEvent {
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Records every task of the page's main thread; only one watch may run at a time. */
export async function watchTasks(browser: Browser): Promise<{ end(): Promise<readonly Task[]> }> {
  const root = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  root.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event)
  })
  await root.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  })
  return {
    async end() {
      const complete = new Promise((resolve) => root.once('Tracing.tracingComplete', resolve))
      await root.send('Tracing.end')
      await complete
      await root.detach()
      return tasksOf(events)
    },
  }
}

function tasksOf(events: readonly TraceEvent[]): readonly Task[] {
  const threads = new Map<string, Task[]>()
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  for (const event of events) {
    if (event.name === 'thread_name' && event.args?.name === 'CrRendererMain') threads.set(thread(event), [])
  }
  for (const event of events) {
    if (event.name !== 'ThreadControllerImpl::RunTask' || event.dur === undefined) continue
    threads.get(thread(event))?.push({ own: (event.tdur ?? event.dur) / 1000, clock: event.dur / 1000 })
  }
  // A browser keeps a spare page at hand, which does nothing.
  return [...threads.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

// ── memory ───────────────────────────────────────────────────────────────────

export interface Memory {
  /** JS heap after forced collections, bytes */
  readonly heap: number
  /** its share that is compiled code: it grows while functions become hot, and ends with the last of them */
  readonly code: number
  /** what the browser itself keeps for the page (styles, fonts, layout), bytes */
  readonly engine: number
  readonly nodes: number
  readonly listeners: number
}

/** The smallest of three looks, each after two full collections. */
export async function memoryOf(cdp: CDPSession): Promise<Memory> {
  let least: Omit<Memory, 'code'> | null = null
  for (let i = 0; i < 3; i++) {
    await cdp.send('HeapProfiler.collectGarbage')
    await pause(300)
    await cdp.send('HeapProfiler.collectGarbage')
    const { metrics } = await cdp.send('Performance.getMetrics')
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
    const usage: object = await cdp.send('Runtime.getHeapUsage')
    const now = {
      heap: value('JSHeapUsedSize'),
      engine: Number(Reflect.get(usage, 'embedderHeapUsedSize') ?? 0),
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
    }
    if (least === null || now.heap < least.heap) least = now
  }
  if (least === null) throw new Error('no measurement')
  return { ...least, code: await codeOf(cdp) }
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly node_types: readonly [readonly string[], ...unknown[]]
    }
  }
  readonly nodes: readonly number[]
}

/** Bytes of compiled code in the heap: machine code, bytecode and what belongs to them. */
async function codeOf(cdp: CDPSession): Promise<number> {
  const chunks: string[] = []
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk)
  cdp.on('HeapProfiler.addHeapSnapshotChunk', take)
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  cdp.off('HeapProfiler.addHeapSnapshotChunk', take)
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as Snapshot
  const { node_fields: fields, node_types: types } = snapshot.meta
  const code = types[0].indexOf('code')
  const type = fields.indexOf('type')
  const size = fields.indexOf('self_size')
  let sum = 0
  for (let i = 0; i < nodes.length; i += fields.length) {
    if (nodes[i + type] === code) sum += nodes[i + size] ?? 0
  }
  return sum
}

// ── processor ────────────────────────────────────────────────────────────────

/** Processor seconds of the page's process so far, and of its main thread. */
export async function processorOf(browser: Browser, cdp: CDPSession): Promise<{ all: number; main: number }> {
  const root = await browser.newBrowserCDPSession()
  const { processInfo } = await root.send('SystemInfo.getProcessInfo')
  await root.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const { metrics } = await cdp.send('Performance.getMetrics')
  return {
    all: Math.max(0, ...renderers.map(({ cpuTime }) => cpuTime)),
    main: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0,
  }
}
