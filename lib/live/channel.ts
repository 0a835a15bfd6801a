/** One board for one team scope, as all its readers see it: the tiles last sent, and the frames they came in. */
import { Steady } from '@/lib/boards/state'
import { steadyTiles } from '@/lib/boards/steady-rows'
import type { Frame, TileValue } from '@/lib/boards/types'
import type { BoardAccess } from '@/lib/services/read-board'

const RING_FRAMES = 120
const RING_BYTES = 2 * 1024 * 1024
/** Ages are drawn by the reader; they are sent anew only in steps, or every tile would change all the time. */
const AGE_STEP = 15

interface Sent {
  readonly id: number
  readonly bytes: Uint8Array
}

const encoder = new TextEncoder()

export class Channel {
  readonly watchers = new Set<object>()
  /** readers that still wait for their first, full frame */
  readonly newcomers = new Set<object>()
  computing = false
  /** something was applied while computing */
  again = false
  timer: NodeJS.Timeout | null = null
  /** when it was put together last */
  computedAt = 0
  /** when its frames so far would be due at the average pace */
  budgetAt = 0
  idleSince = Date.now()

  private readonly steady = new Steady()
  private readonly ring: Sent[] = []
  private ringBytes = 0
  private tiles: Readonly<Record<string, TileValue>> = {}
  private marks = new Map<string, string>()
  private takenAt = 0
  private full: Uint8Array | null = null
  // Rising over restarts and other processes too, so that an id of elsewhere is never taken for one of ours.
  private sequence = Date.now() * 1_000 + Math.floor(Math.random() * 1_000)

  constructor(readonly access: BoardAccess) {}

  /** True where the last tiles are no older than `ms`. */
  fresh(now: number, ms: number): boolean {
    return this.takenAt > 0 && now - this.takenAt <= ms
  }

  /** Takes new tiles in; answers the frame of what changed, or null. */
  take(tiles: Readonly<Record<string, TileValue>>, now: number): Uint8Array | null {
    this.takenAt = now
    return this.publish(steadyTiles(tiles, this.steady, now), now)
  }

  /** Without a database: every tile loses its state, keeps its value, and ages. */
  grey(now: number): Uint8Array | null {
    const elapsed = this.takenAt === 0 ? 0 : Math.floor((now - this.takenAt) / 1000)
    const known = Object.entries(this.tiles)
    this.takenAt = now
    const ids = known.length > 0 ? known : this.emptyTiles()
    return this.publish(
      Object.fromEntries(
        ids.map(([id, tile]) => [
          id,
          { ...tile, state: 'none', ageSeconds: tile.ageSeconds === null ? null : tile.ageSeconds + elapsed },
        ]),
      ),
      now,
    )
  }

  private emptyTiles(): [string, TileValue][] {
    return this.access.board.tiles.map((id) => [
      id,
      { value: null, n: null, state: 'none', ageSeconds: null },
    ])
  }

  private publish(tiles: Readonly<Record<string, TileValue>>, now: number): Uint8Array | null {
    const changed: Record<string, TileValue> = {}
    const marks = new Map<string, string>()
    for (const [id, tile] of Object.entries(tiles)) {
      const mark = markOf(tile)
      marks.set(id, mark)
      if (this.marks.get(id) !== mark) changed[id] = tile
    }
    this.tiles = tiles
    this.marks = marks
    this.full = null
    if (Object.keys(changed).length === 0) return null
    const bytes = this.encode(changed, now, false, ++this.sequence)
    this.ring.push({ id: this.sequence, bytes })
    this.ringBytes += bytes.byteLength
    while (this.ring.length > RING_FRAMES || this.ringBytes > RING_BYTES) {
      this.ringBytes -= this.ring.shift()?.bytes.byteLength ?? 0
    }
    return bytes
  }

  /** All tiles as they are; made once, however many ask. */
  fullFrame(): Uint8Array {
    this.full ??= this.encode(this.tiles, this.takenAt || Date.now(), true, this.sequence)
    return this.full
  }

  /** The frames after this id, oldest first; null where they cannot be known, so that a full one is due. */
  missedSince(lastEventId: string | null): readonly Uint8Array[] | null {
    if (lastEventId === null || !/^\d{1,16}$/.test(lastEventId) || !this.fresh(Date.now(), 10_000))
      return null
    const id = Number(lastEventId)
    if (id === this.sequence) return []
    const at = this.ring.findIndex((sent) => sent.id === id + 1)
    return at < 0 ? null : this.ring.slice(at).map((sent) => sent.bytes)
  }

  private encode(
    tiles: Readonly<Record<string, TileValue>>,
    at: number,
    full: boolean,
    id: number,
  ): Uint8Array {
    const frame: Frame = { board: this.access.board.id, at: new Date(at).toISOString(), full, tiles }
    return encoder.encode(`id: ${id}\nevent: frame\ndata: ${JSON.stringify(frame)}\n\n`)
  }
}

/** What a reader would see differently: everything but the seconds of the age and of the period's moving end. */
function markOf(tile: TileValue): string {
  return JSON.stringify(tile, (key, value: unknown) => {
    if (key === 'ageSeconds' || key === 'lagSeconds') {
      return typeof value === 'number' ? Math.floor(value / AGE_STEP) : value
    }
    if (key === 'period' || key === 'lastAt') return undefined
    return value
  })
}
