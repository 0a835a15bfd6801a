/**
 * The live hub: one per process. It hears when a batch is in every figure, puts each board together once a team
 * scope, and sends the same bytes to everybody who watches it, at most twice a second.
 */
import type { Sink } from '@/lib/core/handover'
import { log } from '@/lib/core/log'
import { isShuttingDown, onShutdown } from '@/lib/core/shutdown'
import { listen } from '@/lib/db/listen'
import { APPLIED_CHANNEL } from '@/lib/db/live'
import { noteApplied, noteListening } from '@/lib/services/board-answers'
import { type BoardAccess, boardReader } from '@/lib/services/read-board'
import { type Credential, deadCredentials } from '@/lib/services/watch-credentials'
import { Channel } from './channel'

/** One frame of a board and scope in this time on the average … */
const FRAME_MS = 500
/** … and up to this many ahead of it, so that batches that do not come quite evenly need not wait for their turn … */
const AHEAD = 3
/** … but never closer to each other than this. */
const SPACING_MS = 100
/** Milliseconds between looks at the clock for tiles that age. */
const TICK_MS = 5_000
const PING_MS = 10_000
const CHECK_MS = 4_000
/** A board nobody watches is kept for this long, so that a reader who comes back can be resumed. */
const IDLE_MS = 120_000
export const MAX_CLIENTS = 4_000
/** A reader that has this much unread is dropped. */
const MAX_BUFFERED = 1024 * 1024

export interface Subscription {
  readonly access: BoardAccess
  readonly credential: Credential
  /** `Last-Event-ID`, where the reader comes back */
  readonly lastEventId: string | null
}

interface Client {
  readonly channel: Channel
  readonly credential: Credential
  readonly sink: Sink
}

const encoder = new TextEncoder()

/** One server-sent event; `id` only where it can be resumed from. */
export function encodeEvent(name: string, data: unknown, id?: number): Uint8Array {
  const head = id === undefined ? '' : `id: ${id}\n`
  return encoder.encode(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
}

class Hub {
  private readonly channels = new Map<string, Channel>()
  private readonly clients = new Set<Client>()
  private readonly stops: (() => void)[] = []
  private running = false
  private up = true
  private downSince = 0

  /** How many readers there are. */
  get size(): number {
    return this.clients.size
  }

  /** Sends a board's events into `sink` until the reader goes, its credential dies, or the process ends. */
  attach({ access, credential, lastEventId }: Subscription, sink: Sink): void {
    this.start()
    const channel = this.channelOf(access)
    const client: Client = { channel, credential, sink }
    this.clients.add(client)
    channel.watchers.add(client)
    sink.onClose(() => this.forget(client))
    // Different for each reader, so that a thousand walls do not come back in the same moment.
    this.write(client, encoder.encode(`retry: ${1_000 + Math.floor(Math.random() * 4_000)}\n\n`))
    const missed = channel.missedSince(lastEventId)
    if (missed !== null) {
      for (const bytes of missed) this.write(client, bytes)
    } else if (channel.fresh(Date.now(), 2_000)) {
      this.write(client, channel.fullFrame())
    } else {
      channel.newcomers.add(client)
      this.refresh(channel, true)
    }
    if (!this.up) this.write(client, this.statusEvent())
    if (isShuttingDown()) this.dismiss(client, 'shutdown')
  }

  private forget(client: Client): void {
    if (!this.clients.delete(client)) return
    client.channel.watchers.delete(client)
    client.channel.newcomers.delete(client)
    client.channel.idleSince = Date.now()
  }

  /** Says goodbye and ends the stream. */
  private dismiss(client: Client, reason: 'shutdown' | 'ended'): void {
    this.write(client, encodeEvent('bye', { reason }))
    this.forget(client)
    client.sink.end()
  }

  private channelOf(access: BoardAccess): Channel {
    const key = `${access.board.id} ${JSON.stringify(access.teams)}`
    let channel = this.channels.get(key)
    if (channel === undefined) {
      channel = new Channel(access)
      this.channels.set(key, channel)
    }
    return channel
  }

  /** Puts a board together now, or as soon as its two frames a second allow. */
  private refresh(channel: Channel, atOnce = false): void {
    if (channel.computing) {
      channel.again = true
      return
    }
    if (channel.timer !== null) {
      if (!atOnce) return
      clearTimeout(channel.timer)
    }
    const due = Math.max(channel.budgetAt - (AHEAD - 1) * FRAME_MS, channel.computedAt + SPACING_MS)
    const wait = atOnce ? 0 : Math.max(0, due - Date.now())
    if (wait === 0) {
      channel.timer = null
      void this.compute(channel)
      return
    }
    channel.timer = setTimeout(() => {
      channel.timer = null
      void this.compute(channel)
    }, wait)
  }

  private async compute(channel: Channel): Promise<void> {
    channel.computing = true
    channel.again = false
    const now = Date.now()
    channel.computedAt = now
    channel.budgetAt = Math.max(channel.budgetAt, now) + FRAME_MS
    try {
      const tiles = await boardReader(channel.access).read(now)
      this.send(channel, channel.take(tiles, now))
    } catch (error) {
      log('live').warn({ err: error, board: channel.access.board.id }, 'a board could not be read')
      this.send(channel, channel.grey(Date.now()))
    } finally {
      channel.computing = false
    }
    if (channel.newcomers.size > 0) this.welcome(channel)
    if (channel.again && channel.watchers.size > 0) this.refresh(channel)
  }

  private welcome(channel: Channel): void {
    const bytes = channel.fullFrame()
    for (const client of [...channel.newcomers]) {
      channel.newcomers.delete(client)
      this.write(client as Client, bytes)
    }
  }

  private send(channel: Channel, bytes: Uint8Array | null): void {
    if (bytes === null) return
    for (const client of channel.watchers) {
      if (!channel.newcomers.has(client)) this.write(client as Client, bytes)
    }
  }

  private write(client: Client, bytes: Uint8Array): void {
    if (!this.clients.has(client)) return
    if (client.sink.pending + bytes.byteLength > MAX_BUFFERED) {
      log('live').warn({ board: client.channel.access.board.id }, 'a slow reader was dropped')
      this.forget(client)
      client.sink.destroy()
      return
    }
    client.sink.write(bytes)
  }

  private statusEvent(): Uint8Array {
    return encodeEvent(
      'status',
      this.up
        ? { database: 'up', since: null }
        : { database: 'down', since: new Date(this.downSince).toISOString() },
    )
  }

  private databaseState(up: boolean): void {
    if (this.up === up) return
    this.up = up
    if (!up) this.downSince = Date.now()
    log('live').warn({ up }, up ? 'the database is back' : 'the database is away')
    const status = this.statusEvent()
    for (const client of this.clients) this.write(client, status)
    for (const channel of this.channels.values()) {
      if (up) this.refresh(channel, true)
      else this.send(channel, channel.grey(Date.now()))
    }
  }

  private tick(): void {
    const now = Date.now()
    for (const [key, channel] of this.channels) {
      if (channel.watchers.size > 0) {
        if (!this.up) this.send(channel, channel.grey(now))
        else if (now - channel.computedAt >= TICK_MS / 2) this.refresh(channel)
      } else if (now - channel.idleSince > IDLE_MS) {
        this.channels.delete(key)
      }
    }
  }

  private ping(): void {
    const bytes = encodeEvent('ping', { at: new Date().toISOString() })
    for (const client of this.clients) this.write(client, bytes)
  }

  /** Ends the streams of screens, sessions and keys that have been ended since. */
  private async check(): Promise<void> {
    if (!this.up || this.clients.size === 0) return
    const clients = [...this.clients]
    const dead = await deadCredentials(
      clients.map(({ credential }) => credential),
      Date.now(),
    )
    for (const client of clients) {
      if (dead.has(client.credential.id)) this.dismiss(client, 'ended')
    }
  }

  private start(): void {
    if (this.running) return
    this.running = true
    const { stop } = listen(APPLIED_CHANNEL, {
      heard: () => {
        noteApplied()
        for (const channel of this.channels.values()) if (channel.watchers.size > 0) this.refresh(channel)
      },
      state: (up) => {
        noteListening(up)
        this.databaseState(up)
      },
    })
    const timers = [
      setInterval(() => this.tick(), TICK_MS),
      setInterval(() => this.ping(), PING_MS),
      setInterval(() => {
        this.check().catch((error: unknown) =>
          log('live').debug({ err: error }, 'could not check the readers'),
        )
      }, CHECK_MS),
    ]
    for (const timer of timers) timer.unref()
    const forget = onShutdown(() => this.stop())
    this.stops.push(forget, () => void stop(), ...timers.map((timer) => () => clearInterval(timer)))
  }

  /** Says goodbye to everybody and stops listening. */
  async stop(): Promise<void> {
    for (const client of [...this.clients]) this.dismiss(client, 'shutdown')
    for (const channel of this.channels.values()) if (channel.timer !== null) clearTimeout(channel.timer)
    this.channels.clear()
    noteListening(false)
    for (const stop of this.stops.splice(0)) stop()
    this.running = false
  }
}

export type { Hub }

const KEY = Symbol.for('helmline.live-hub')

/** The hub of this process, also where Next bundles routes apart. */
export function hub(): Hub {
  const holder = globalThis as { [KEY]?: Hub }
  holder[KEY] ??= new Hub()
  return holder[KEY]
}
