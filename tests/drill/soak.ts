/**
 * `npm run drill:soak [-- --minutes 60 --cut-every 5 --days 3]`: a paired wall in a real browser for an hour, scenes
 * taking turns, at ten times the demo's traffic, while the line is cut every few minutes and the product is redeployed
 * twice. Measures what must hold for weeks: memory and nodes of the page, figures against the API after each cut,
 * processor time, blocking, and how long an event takes to the screen. Prints one JSON summary; exit code 1 where a
 * bar is missed. Needs a built product and a Chromium.
 *
 * Memory is what lasts after forced collections, always on the overview without an alarm in front. A redeploy loads the
 * page anew, so a run is several lives of it. Each is measured once it has settled (eight minutes of its scenes) and at
 * its end; held to the bar is like with like: the change within each life, and the settled size of each life against
 * the first one's. The run's end against its beginning sets an old page beside a young one, whose code is not compiled
 * yet: it is told, with the share that is no code, and not held. The figures are the page's own: see `soak-screen.ts`.
 *
 * Blocking is the processor time of the page's main-thread tasks, from ten seconds after each load. By the clock they
 * are longer wherever other work takes the processor from them: that is told beside it, with the machine's load.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, connect as dial, type Socket } from 'node:net'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Browser, type CDPSession, chromium } from '@playwright/test'
import { formats } from '@/lib/i18n/format'
import { findBrowser } from '@/lib/launch/browser.mjs'
import { freePort, type Product, pause, runDrill } from './product'
import {
  hasBanner,
  type Memory,
  memoryOf,
  processorOf,
  read,
  sceneOf,
  textOf,
  until,
  watchTasks,
} from './soak-screen'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    'cut-every': { type: 'string' },
    days: { type: 'string' },
    'per-day': { type: 'string' },
  },
})
const MINUTES = Number(values.minutes ?? 60)
const CUT_EVERY_MS = Number(values['cut-every'] ?? 5) * 60_000
const DAYS = values.days ?? '3'
/** ten times what a demo company has in a day */
const PER_DAY = values['per-day'] ?? '8500'

const BARS = { heap: 1.1, nodes: 0.05, equalMs: 10_000, cpu: 0.15, blockingMs: 50, pixelsMs: 3_000 }
const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night']
const ROTATE_SECONDS = 20
const CUT_MS = 25_000
/** A page that has just been loaded is not yet the wall that runs for weeks: its scenes are still being compiled. */
const SETTLE_MS = Math.min(8 * 60_000, MINUTES * 60_000 * 0.15)
/** Between looks at the memory of a life, told to show its course. */
const LOOK_EVERY_MS = 6 * 60_000
const PROBE_EVERY_MS = 20_000
const PROBES = 25
/** Shorter tasks are not kept: a viewer sees none of them. */
const FRAME_MS = 16
const BUILD_FILE = '.next/BUILD_ID'

const clockOf = (at: number) => new Date(at).toISOString().slice(11, 19)
const say = (line: string) => process.stderr.write(`${clockOf(Date.now())} ${line}\n`)

// ── a line that can be cut ───────────────────────────────────────────────────

interface Line {
  readonly url: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** A door in front of the product: while it is cut, what is open breaks and nothing new gets through. */
async function openLine(target: number): Promise<Line> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let broken = false
  const server = createServer((client) => {
    if (broken) return client.destroy()
    const upstream = dial(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const cut = () => {
    broken = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend() {
      broken = false
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// ── the product's side ───────────────────────────────────────────────────────

async function ask(product: Product, key: string): Promise<Record<string, number | null>> {
  const answer = await fetch(`${product.url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      metrics: ['frt_avg', 'queue_now', 'agents_available'],
      period: { preset: 'last_15m' },
    }),
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok) throw new Error(`the query door answered ${answer.status}`)
  const result = (await answer.json()) as { rows: Record<string, number | null>[] }
  return result.rows[0] ?? {}
}

let probe = 0

/** Whole conversations with their answers in one batch: each raises today's count of answers by PROBES. */
async function post(product: Product, key: string): Promise<void> {
  const run = `soak-${process.pid}-${probe++}`
  const at = Date.now() - 4_000
  const events = Array.from({ length: PROBES }, (_, i) => {
    const subject = `${run}-${i}`
    const event = (step: number, type: string, data: object) => ({
      specversion: '1.0',
      id: `${subject}-${step}`,
      source: 'soak',
      type,
      time: new Date(at + step * 500).toISOString(),
      subject,
      data,
    })
    return [
      event(0, 'ticket.opened', { channel: 'web', team: 'soak', customer: `soak-${i}` }),
      event(1, 'message.sent', { from: 'customer', text: '你好' }),
      event(2, 'message.sent', { from: 'agent', agent: 'soak', text: '您好' }),
      event(3, 'ticket.resolved', { agent: 'soak' }),
      event(4, 'survey.answered', { kind: 'csat', score: 5 }),
    ]
  }).flat()
  const answer = await fetch(`${product.url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
    signal: AbortSignal.timeout(8_000),
  })
  if (answer.status !== 200) throw new Error(`the event door answered ${answer.status}`)
  await answer.arrayBuffer()
}

async function redeploy(product: Product, build: string): Promise<void> {
  const pid = product.runtime().web?.pid ?? 0
  writeFileSync(BUILD_FILE, build)
  process.kill(pid, 'SIGTERM')
  for (let i = 0; i < 300; i++) {
    await pause(200)
    const web = product.runtime().web?.pid ?? pid
    if (web === pid) continue
    const up = await fetch(`${product.url}/api/readyz`).catch(() => null)
    if (up !== null && up.status < 500) return
  }
  throw new Error('the web process did not come back')
}

// ── the screen's side ────────────────────────────────────────────────────────

/** Waits until the overview stands there without an alarm in front: pictures that can be compared. */
async function calm(cdp: CDPSession): Promise<void> {
  const took = await until(
    cdp,
    () =>
      document.querySelector('[data-wall]')?.getAttribute('data-scene') === 'overview' &&
      document.querySelector('[data-tile="alarm"], [data-live-banner]') === null,
    null,
    240_000,
    500,
  )
  if (took === null) say('the overview did not come without an alarm; measuring as it is')
}

const quantile = (values: readonly number[], q: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? null
}

/** Milliseconds until every figure of strip A has been what the API says, or null. */
async function untilEqual(
  product: Product,
  cdp: CDPSession,
  key: string,
  most: number,
): Promise<number | null> {
  const f = formats('zh', 'Asia/Shanghai')
  const began = Date.now()
  const equal = new Set<string>()
  const tiles = [
    ['frt', 'frt_avg', (v: number | null) => f.duration(v)],
    ['queue_now', 'queue_now', (v: number | null) => f.count(v)],
    ['agents_available', 'agents_available', (v: number | null) => f.count(v)],
  ] as const
  while (Date.now() - began < most) {
    const fresh = !(await read(cdp, hasBanner, null).catch(() => true))
    const said = await ask(product, key).catch(() => null)
    if (fresh && said !== null) {
      for (const [tile, metric, write] of tiles) {
        const shown = await textOf(cdp, tile).catch(() => null)
        if (shown === write(said[metric] ?? null)) equal.add(tile)
      }
      if (equal.size === tiles.length) return Date.now() - began
    }
    await pause(150)
  }
  return null
}

/** Milliseconds from posting until the count of answers on the screen has risen; null where it could not be tried. */
async function pixels(product: Product, cdp: CDPSession, key: string): Promise<number | null> {
  const before = await read(
    cdp,
    () => {
      const text = document.querySelector('[data-tile="csat"] .wall-caption')?.textContent ?? ''
      const found = /n\s*([\d,]+)/.exec(text)
      return found ? Number((found[1] ?? '').replaceAll(',', '')) : null
    },
    null,
  )
  if (before === null) return null
  const began = performance.now()
  await post(product, key)
  const found = await until(
    cdp,
    (least) => {
      const text = document.querySelector('[data-tile="csat"] .wall-caption')?.textContent ?? ''
      const written = /n\s*([\d,]+)/.exec(text)
      return written !== null && Number((written[1] ?? '').replaceAll(',', '')) >= least
    },
    before + PROBES - 3,
    15_000,
  )
  // An alarm on the whole screen hides the count: not a late frame.
  if (found === null) return (await sceneOf(cdp)) === 'alarm' ? null : 15_000
  return performance.now() - began
}

// ── the drill ────────────────────────────────────────────────────────────────

/** One life of the page, from when it had settled to its end. */
interface Life {
  readonly from: Memory
  readonly to: Memory
  readonly minutes: number
}

/** The most that it has grown within a life, from the first settled life to another, and from the run's first look to its last. */
function growthOf(lives: readonly Life[], sizeOf: (memory: Memory) => number) {
  const round = (ratio: number) => Math.round(ratio * 1000) / 1000
  const start = sizeOf(lives[0]?.from ?? NOTHING)
  return {
    within: round(Math.max(...lives.map(({ from, to }) => sizeOf(to) / sizeOf(from)))),
    between: round(Math.max(...lives.map(({ from }) => sizeOf(from) / start))),
    whole: round(sizeOf(lives.at(-1)?.to ?? NOTHING) / start),
  }
}
const NOTHING: Memory = { heap: 0, code: 0, engine: 0, nodes: 0, listeners: 0 }

const inKb = (memory: Memory) => ({
  ...memory,
  heap: Math.round(memory.heap / 1024),
  code: Math.round(memory.code / 1024),
  engine: Math.round(memory.engine / 1024),
})

/** The longest of these tasks, and how many were over the bar. */
const longestOf = (tasks: readonly number[]) => ({
  longest: Math.round(Math.max(0, ...tasks)),
  over: tasks.filter((ms) => ms > BARS.blockingMs).length,
})

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1)

async function drill(product: Product, browser: Browser): Promise<boolean> {
  const loading = await product.command('demo', 'load', '--days', DAYS, '--per-day', PER_DAY)
  if (loading.code !== 0) throw new Error('the demo could not be loaded')
  const key = (await product.command('key', '--name', 'soak', '--scopes', 'ingest,read')).out
  const screen = new URL((await product.command('screen', '--board', 'overview', '--label', 'soak')).out)
  await product.sql('update screen set settings = $1 where label = $2', [
    JSON.stringify({ scenes: SCENES, rotateSeconds: ROTATE_SECONDS }),
    'soak',
  ])
  const line = await openLine(Number(new URL(product.url).port))
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Network.enable')
  let loads = 0
  let loadedAt = 0
  page.on('load', () => {
    loads += 1
    loadedAt = Date.now()
  })
  const problems: string[] = []
  page.on('pageerror', (error) => {
    if (problems.length < 20) problems.push(String(error).slice(0, 200))
  })
  const scenes = new Set<string>()

  await page.goto(`${line.url}${screen.pathname}${screen.hash}`)
  const stood = await until(
    cdp,
    () => /\d/.test(document.querySelector('[data-tile="queue_now"] .wall-figure')?.textContent ?? ''),
    null,
    60_000,
  )
  if (stood === null) throw new Error('the wall has no figures')
  say('the wall stands')
  await pause(SETTLE_MS)

  const began = Date.now()
  const end = began + MINUTES * 60_000
  // Early, so that most of the time is one life of one page; far enough apart for the wall to take both.
  const deploys = MINUTES >= 40 ? [began + 60_000, began + 11 * 60_000] : [began + MINUTES * 15_000]
  const planned = deploys.length
  const original = readFileSync(BUILD_FILE, 'utf8')

  const tasks: { own: number; clock: number }[] = []
  let watch = await watchTasks(browser)
  let watchedFrom = Date.now()
  /** Keeps the tasks of the watch that ends; those of a page that is being loaded are no updates. */
  const keepTasks = async () => {
    const seen = await watch.end()
    if (watchedFrom - loadedAt <= 10_000) return
    for (const task of seen) {
      if (task.clock < FRAME_MS) continue
      tasks.push(task)
      if (task.own > BARS.blockingMs)
        say(`a task of ${Math.round(task.own)} ms since ${clockOf(watchedFrom)}`)
    }
  }
  const watchAgain = async () => {
    watch = await watchTasks(browser)
    watchedFrom = Date.now()
  }
  const measure = async (): Promise<Memory> => {
    await calm(cdp)
    await keepTasks()
    // Forced collections block, but no viewer's page is ever forced.
    const found = await memoryOf(cdp)
    await watchAgain()
    return found
  }

  const first = await measure()
  const lives: Life[] = []
  let life = { from: first, at: Date.now(), loads }
  let settled = true
  const cuts: { kind: string; said: boolean; equalMs: number | null }[] = []
  const latencies: number[] = []
  const loads1m: number[] = []
  let processor = { seconds: 0, main: 0, wall: 0 }
  let last = { ...(await processorOf(browser, cdp)), at: Date.now() }
  let nextCut = Date.now() + CUT_EVERY_MS * 0.6
  let nextProbe = Date.now()
  const course: { minutes: number; heap: number; code: number; nodes: number }[] = []
  let nextLook = Date.now() + LOOK_EVERY_MS

  const account = async () => {
    const now = { ...(await processorOf(browser, cdp)), at: Date.now() }
    // A new process begins at nought.
    if (now.all >= last.all && now.main >= last.main && now.at - loadedAt > 15_000) {
      processor = {
        seconds: processor.seconds + now.all - last.all,
        main: processor.main + now.main - last.main,
        wall: processor.wall + (now.at - last.at) / 1000,
      }
    }
    last = now
    await keepTasks()
    await watchAgain()
    loads1m.push(loadavg()[0] ?? 0)
  }

  const cut = async () => {
    const kind = ['line', 'browser', 'server'][cuts.length % 3] ?? 'line'
    say(`cut: ${kind}`)
    if (kind === 'server') {
      process.kill(product.runtime().web?.pid ?? 0, 'SIGKILL')
    } else {
      if (kind === 'browser') {
        await cdp.send('Network.emulateNetworkConditions', {
          offline: true,
          latency: 0,
          downloadThroughput: -1,
          uploadThroughput: -1,
        })
      }
      line.cut()
    }
    const said = (await until(cdp, hasBanner, null, 20_000)) !== null
    if (kind === 'server') {
      for (let i = 0; i < 150; i++) {
        const up = await ask(product, key).catch(() => null)
        if (up !== null) break
        await pause(200)
      }
    } else {
      await pause(CUT_MS)
      line.mend()
      if (kind === 'browser') {
        await cdp.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 0,
          downloadThroughput: -1,
          uploadThroughput: -1,
        })
      }
    }
    const equalMs = await untilEqual(product, cdp, key, 45_000)
    say(`equal again after ${equalMs ?? 'never'} ms`)
    cuts.push({ kind, said, equalMs })
  }

  try {
    while (Date.now() < end) {
      const now = Date.now()
      scenes.add((await sceneOf(cdp)) ?? '')
      const deploy = deploys[0]
      if (deploy !== undefined && now >= deploy) {
        deploys.shift()
        await account()
        say('measuring before the redeploy')
        lives.push({
          from: life.from,
          to: await measure(),
          minutes: (Date.now() - life.at) / 60_000,
        })
        say('redeploying')
        await redeploy(product, `soak-${planned - deploys.length}-${Date.now()}`)
        settled = false
      }
      if (!settled && loads > life.loads && now - loadedAt > SETTLE_MS) {
        say('the wall has loaded the new build')
        settled = true
        life = { from: await measure(), at: Date.now(), loads }
        last = { ...(await processorOf(browser, cdp)), at: Date.now() }
      }
      if (now >= nextCut && now < end - 60_000) {
        nextCut = now + CUT_EVERY_MS
        await account()
        await cut()
        last = { ...(await processorOf(browser, cdp)), at: Date.now() }
      }
      if (now >= nextLook) {
        nextLook = now + LOOK_EVERY_MS
        await account()
        const { heap, code, nodes } = inKb(await measure())
        course.push({ minutes: Math.round((Date.now() - loadedAt) / 60_000), heap, code, nodes })
        last = { ...(await processorOf(browser, cdp)), at: Date.now() }
      }
      if (now >= nextProbe) {
        nextProbe = now + PROBE_EVERY_MS
        const took = await pixels(product, cdp, key).catch(() => null)
        if (took !== null && now - loadedAt > 10_000) latencies.push(took)
        await account()
      }
      await pause(500)
    }
    await account()
    say('measuring at the end')
    const lastMemory = await measure()
    lives.push({ from: life.from, to: lastMemory, minutes: (Date.now() - life.at) / 60_000 })
    const heap = growthOf(lives, (memory) => memory.heap)
    const growth = Math.max(heap.within, heap.between)
    const nodes = Math.max(
      ...lives.map(({ from, to }) => Math.abs(to.nodes / from.nodes - 1)),
      ...lives.map(({ from }) => Math.abs(from.nodes / first.nodes - 1)),
    )
    const cpu = processor.seconds / processor.wall
    const p95 = quantile(latencies, 0.95)
    const slowest = cuts.some(({ equalMs }) => equalMs === null)
      ? null
      : Math.max(0, ...cuts.map(({ equalMs }) => equalMs ?? 0))
    const passed = {
      heap: growth <= BARS.heap,
      nodes: nodes <= BARS.nodes,
      equal: cuts.length > 0 && slowest !== null && slowest <= BARS.equalMs,
      saidSo: cuts.every(({ kind, said }) => said || kind === 'server'),
      cpu: cpu <= BARS.cpu,
      blocking: tasks.every(({ own }) => own <= BARS.blockingMs),
      pixels: p95 !== null && p95 <= BARS.pixelsMs,
      reloads: loads === 1 + planned,
      // A short run does not get round.
      rotation: MINUTES < 10 ? scenes.size > 1 : SCENES.every((scene) => scenes.has(scene)),
      errors: problems.length === 0,
    }
    process.stdout.write(
      `${JSON.stringify({
        minutes: MINUTES,
        lives: lives.map(({ from, to, minutes }) => ({
          minutes: Math.round(minutes * 10) / 10,
          from: inKb(from),
          to: inKb(to),
        })),
        // of each life by minutes since it was loaded, kB
        course,
        heapGrowth: { ...heap, withoutCode: growthOf(lives, (memory) => memory.heap - memory.code) },
        nodesChange: Math.round(nodes * 1000) / 1000,
        cuts,
        cpuShare: {
          page: Math.round(cpu * 1000) / 1000,
          mainThread: Math.round((processor.main / processor.wall) * 1000) / 1000,
        },
        blocking: {
          ownMs: longestOf(tasks.map(({ own }) => own)),
          clockMs: longestOf(tasks.map(({ clock }) => clock)),
        },
        machine: {
          processors: availableParallelism(),
          load: { mean: Math.round(mean(loads1m) * 10) / 10, most: Math.max(0, ...loads1m) },
        },
        eventToPixelsMs: {
          probes: latencies.length,
          p50: Math.round(quantile(latencies, 0.5) ?? 0),
          p95: p95 === null ? null : Math.round(p95),
          max: Math.round(Math.max(0, ...latencies)),
        },
        loads,
        scenes: [...scenes].sort(),
        errors: problems,
        passed,
      })}\n`,
    )
    return Object.values(passed).every(Boolean)
  } finally {
    writeFileSync(BUILD_FILE, original)
    await context.close()
    await line.close()
  }
}

const found = await findBrowser()
if (found === null)
  throw new Error('No browser starts here: install Chromium, or name one in HELMLINE_CHROMIUM.')
await runDrill(async (product) => {
  const browser = await chromium.launch({
    executablePath: found.path,
    args: [...found.args, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
    env: { ...process.env, ...found.env } as Record<string, string>,
  })
  try {
    return await drill(product, browser)
  } finally {
    await browser.close()
  }
})
