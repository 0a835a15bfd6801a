import { env } from '@/lib/core/env'
import { isAppError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { noteSent, readDemo, takeTrafficRight } from '@/lib/db/demo'
import { DemoFeed } from '@/lib/demo/feed'
import { heartbeats } from '@/lib/demo/generate'
import { MINUTE } from '@/lib/demo/plan'
import { toCloudEvent } from '@/lib/demo/wire'
import type { UnifiedEvent } from '@/lib/facts/event'
import { systemContext } from './context'
import { createApiKey } from './create-api-key'
import { DEMO_KEY } from './remove-demo'
import { revokeApiKey } from './revoke-api-key'

const TICK = 500
/** Events in one request; what was missed while nobody sent is caught up in such pieces. */
const MOST = 1_000
const LOOK_EVERY = 5_000
const NOTE_EVERY = 10_000
const BEATS_BACK = 2 * MINUTE
const FIRST_RETRY = 500
const LAST_RETRY = 10_000

/** How it ended: nobody to speak for, somebody else sends, or told to end. */
export type TrafficEnd = 'no_demo' | 'taken' | 'stopped'

interface Options {
  /** where the product listens, e.g. http://127.0.0.1:3000; default by HOST and PORT */
  readonly address?: string
  readonly now?: () => number
  readonly send?: typeof fetch
  /** after every request: how many events it carried, and up to when all is told */
  onSent?(events: number, until: number): void
}

/**
 * Lets the demo company live on: posts what its sources hand over, as it happens, through the public door with a
 * key of its own, until the signal or the demo's removal. Goes on where the last run ended, so that no
 * conversation stays open for ever. Throws AppError `unavailable` where the database is away at the start.
 */
export async function sendDemoTraffic(signal: AbortSignal, options: Options = {}): Promise<TrafficEnd> {
  const state = await readDemo()
  if (state?.state !== 'ready') return 'no_demo'
  const right = await takeTrafficRight()
  if (right === null) return 'taken'
  try {
    const { seed, anchor, days, perDay, sentUntil } = state
    const now = options.now ?? Date.now
    const plan = { seed, anchor, days, perDay }
    const ends = AbortSignal.any([signal, right.lost])
    const door = new Door(options, now, ends)
    const feed = new DemoFeed(plan, sentUntil)
    let until = sentUntil
    let beaten = Math.max(sentUntil, now() - BEATS_BACK)
    let looked = now()
    let noted = now()
    while (!ends.aborted) {
      if (now() - looked > LOOK_EVERY) {
        looked = now()
        if ((await readDemo())?.state !== 'ready') return 'no_demo'
      }
      const at = now()
      if (!feed.ready(at)) {
        await pause(0, ends)
        continue
      }
      const due = feed.take(at, MOST)
      const beats = heartbeats(plan, beaten, at)
      const events = [...beats, ...due.events]
      if (events.length > 0 && !(await door.post(events))) break
      beaten = Math.max(beaten, at)
      until = due.until
      options.onSent?.(events.length, until)
      if (now() - noted > NOTE_EVERY) {
        noted = now()
        await noteSent(until, noted)
      }
      if (until >= at) await pause(TICK, ends)
    }
    await noteSent(until, now()).catch(() => undefined)
    return 'stopped'
  } finally {
    await right.release().catch(() => undefined)
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

/** The public door, with patience: nothing is given up while the product starts, restarts or is busy. */
class Door {
  private token: string | null = null

  constructor(
    private readonly options: Options,
    private readonly now: () => number,
    private readonly signal: AbortSignal,
  ) {}

  /** True once the events are committed; false where the signal ended it before. */
  async post(events: readonly UnifiedEvent[]): Promise<boolean> {
    const body = JSON.stringify(events.map(toCloudEvent))
    let wait = FIRST_RETRY
    while (!this.signal.aborted) {
      const retry = await this.attempt(body).catch((error: unknown) => {
        if (!this.signal.aborted) log('demo').debug({ err: error }, 'the door did not answer')
        return wait
      })
      if (retry === null) return true
      // an ended key means that the demo is being removed, or that somebody else took over: look before the next
      if (retry < 0 && (await readDemo().catch(() => null))?.state !== 'ready') return false
      await pause(Math.max(retry, wait), this.signal)
      wait = Math.min(LAST_RETRY, wait * 2)
    }
    return false
  }

  /** null = done; else milliseconds to wait before trying again, −1 where the key is dead. */
  private async attempt(body: string): Promise<number | null> {
    this.token ??= await this.makeKey()
    const send = this.options.send ?? fetch
    const response = await send(`${this.options.address ?? ownAddress()}/api/v1/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents-batch+json',
        authorization: `Bearer ${this.token}`,
      },
      body,
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(20_000)]),
    })
    if (response.ok) {
      const answer = (await response.json()) as { rejected?: readonly { code: string }[] }
      const refused = answer.rejected?.length ?? 0
      if (refused > 0)
        log('demo').warn({ refused, code: answer.rejected?.[0]?.code }, 'demo events were refused')
      return null
    }
    await response.body?.cancel()
    if (response.status === 401) {
      this.token = null
      return -1
    }
    const seconds = Number(response.headers.get('retry-after'))
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
  }

  /** A new key at each start: its secret is nowhere but here. */
  private async makeKey(): Promise<string> {
    const ctx = systemContext('demo', this.now())
    try {
      await revokeApiKey(ctx, { name: DEMO_KEY })
    } catch (error) {
      if (!isAppError(error) || error.code !== 'not_found') throw error
    }
    const { token } = await createApiKey(ctx, { name: DEMO_KEY, scopes: ['ingest'] })
    return token
  }
}

function ownAddress(): string {
  const { HOST, PORT } = env()
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`
}
