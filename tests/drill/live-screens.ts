/**
 * `npm run drill:live [-- SCREENS BATCHES]`: 500 wall screens on one web process: how long after an applied batch
 * each of them has its frame, and whether any misses one. Starts a product of its own, or measures a running one
 * named by DRILL_URL and DATABASE_URL. Prints one line of JSON; exit code 1 where the bar (p99 ≤ 150 ms, none
 * missed) is not reached.
 */
import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { listen } from '@/lib/db/listen'
import { closePools } from '@/lib/db/pool'
import { systemContext } from '@/lib/services/context'
import { createApiKey } from '@/lib/services/create-api-key'
import { createScreen } from '@/lib/services/create-screen'
import { revokeApiKey } from '@/lib/services/revoke-api-key'
import { revokeScreen } from '@/lib/services/revoke-screen'
import { runDrill } from './product'

/** One frame as one screen got it: which screen, the frame's number, when it was put together, when it came. */
type Arrival = readonly [screen: number, id: number, at: number, came: number]

const BAR_MS = 150
/** A little more than the half second between two frames of one board. */
const PACE_MS = 520
const EVENTS = 100
/** How much later than the hub we may hear of a batch. */
const EAR_MS = 60

const screens = Number(process.argv[2] ?? 500)
const batches = Number(process.argv[3] ?? 60)

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** The screens live in a process of their own, as they would on walls; they read no more of a frame than its head. */
function screensProcess(token: string, url: URL): void {
  const arrivals: Arrival[] = []
  let open = 0
  const watch = (screen: number) => {
    const socket = connect(Number(url.port || 80), url.hostname, () => {
      socket.write(
        `GET /api/v1/live/overview HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${token}\r\naccept: text/event-stream\r\n\r\n`,
      )
    })
    let tail = ''
    let first = true
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      const came = performance.timeOrigin + performance.now()
      tail += chunk.toString('latin1')
      // Turned away in the rush: come back as a wall does.
      if (first && tail.startsWith('HTTP/1.1 503')) return socket.destroy()
      for (let at = tail.indexOf('event: frame\n'); at >= 0; at = tail.indexOf('event: frame\n')) {
        const head = /"at":"([^"]+)"/.exec(tail.slice(at, at + 120))
        if (head === null) return
        const id = /id: (\d+)\n$/.exec(tail.slice(0, at))
        arrivals.push([screen, Number(id?.[1] ?? 0), Date.parse(head[1] ?? ''), came])
        tail = tail.slice(at + 13)
        if (first) {
          first = false
          open++
          if (open === screens) process.send?.('open')
        }
      }
      tail = tail.slice(-200)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      if (first) setTimeout(() => watch(screen), 500 + Math.random() * 1_000)
      else process.send?.('lost')
    })
  }
  for (let screen = 0; screen < screens; screen++) watch(screen)
  process.on('message', () => process.send?.(arrivals, () => process.exit(0)))
}

function quantile(sorted: readonly number[], q: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0)
}

async function drill(url: URL): Promise<boolean> {
  const system = systemContext('drill', Date.now())
  const name = `drill-${Date.now()}`
  const { token: key } = await createApiKey(system, { name, scopes: ['ingest'] })
  const { path, id: screen } = await createScreen(system, { board: 'overview' })
  const token = path.slice(path.indexOf('#') + 1)

  const applied: number[] = []
  const ear = listen('applied', {
    heard: () => applied.push(performance.timeOrigin + performance.now()),
    state: () => undefined,
  })
  const child = fork(fileURLToPath(import.meta.url), [String(screens), String(batches)], {
    execArgv: process.execArgv,
    env: { ...process.env, DRILL_URL: url.href, DRILL_TOKEN: token },
  })
  let lost = 0
  const opened = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'open') resolve()
      if (message === 'lost') lost++
    })
  })
  const began = performance.now()
  await opened
  const openedMs = performance.now() - began
  await sleep(3_000)
  applied.length = 0

  for (let batch = 0; batch < batches; batch++) {
    const next = performance.now() + PACE_MS
    const time = new Date().toISOString()
    const events = Array.from({ length: EVENTS }, (_, i) => ({
      specversion: '1.0',
      id: `${name}-${batch}-${i}`,
      source: 'drill',
      type: i % 2 === 0 ? 'ticket.opened' : 'message.sent',
      time,
      subject: `${name}-${batch}-${i >> 1}`,
      data: i % 2 === 0 ? { channel: 'web', team: 'drill' } : { from: 'customer', text: 'hello' },
    }))
    const answer = await fetch(new URL('/api/v1/events', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    })
    if (answer.status !== 200) throw new Error(`the door answered ${answer.status}`)
    await answer.arrayBuffer()
    await sleep(Math.max(0, next - performance.now()))
  }
  await sleep(3_000)
  const arrivals = await new Promise<Arrival[]>((resolve) => {
    child.on('message', (message) => {
      if (Array.isArray(message)) resolve(message as Arrival[])
    })
    child.send('report')
  })
  await ear.stop()

  const byScreen = new Map<number, Arrival[]>()
  for (const arrival of arrivals) byScreen.set(arrival[0], [...(byScreen.get(arrival[0]) ?? []), arrival])
  let missed = 0
  const latencies: number[] = []
  const computing: number[] = []
  for (const list of byScreen.values()) {
    list.sort((a, b) => a[3] - b[3])
    for (let i = 1; i < list.length; i++) {
      const gap = (list[i]?.[1] ?? 0) - (list[i - 1]?.[1] ?? 0)
      if (gap !== 1) missed += 1
    }
    for (const at of applied) {
      // The hub and we hear of a batch at about the same time, and batches are half a second apart: its frame is
      // the first that was begun from shortly before we heard.
      const frame = list.find(([, , made]) => made >= at - EAR_MS) ?? list.find(([, , , came]) => came >= at)
      if (frame === undefined) missed += 1
      else {
        latencies.push(frame[3] - at)
        computing.push(frame[2] - at)
      }
    }
  }
  latencies.sort((a, b) => a - b)
  computing.sort((a, b) => a - b)
  const result = {
    screens: byScreen.size,
    openedMs: Math.round(openedMs),
    appliedBatches: applied.length,
    frames: arrivals.length,
    waitedMs: { p50: quantile(computing, 0.5), p99: quantile(computing, 0.99) },
    latencyMs: {
      p50: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      p99: quantile(latencies, 0.99),
      max: quantile(latencies, 1),
    },
    missed,
    lost,
    bar: BAR_MS,
  }
  console.log(JSON.stringify(result))
  await revokeScreen(system, { screen })
  await revokeApiKey(system, { name })
  await closePools()
  return byScreen.size === screens && missed === 0 && lost === 0 && result.latencyMs.p99 <= BAR_MS
}

/** On the product that is named, else on one of its own. */
async function main(): Promise<void> {
  const named = process.env.DRILL_URL
  if (named !== undefined) {
    process.exitCode = (await drill(new URL(named))) ? 0 : 1
    return
  }
  await runDrill((product) => {
    process.env.DATABASE_URL = product.runtime().databaseUrl
    return drill(new URL(product.url))
  })
}

const token = process.env.DRILL_TOKEN
if (token !== undefined && process.env.DRILL_URL !== undefined) {
  screensProcess(token, new URL(process.env.DRILL_URL))
} else {
  main().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
