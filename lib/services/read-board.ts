import type { Board, LiveReadings } from '@/lib/boards/board'
import { findBoard } from '@/lib/boards/registry'
import type { Frame, TileValue } from '@/lib/boards/types'
import { forbidden, notFound } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { readChannelSources, readLive } from '@/lib/db/live'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult } from '@/lib/metrics/types'
import { type Context, teamScope } from './context'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

const CHANNEL_SOURCES_MS = 60_000
/** An answer that is due may be shown for this long while it is asked anew, in milliseconds. */
const OVERDUE_MS = 30_000

/**
 * Reads one board for one team scope again and again: slow-moving questions are asked anew only when their time
 * is up. A question that fails leaves its tiles without data; only a lost database throws (`unavailable`).
 */
export class BoardReader {
  private readonly answers = new Map<string, { readonly at: number; readonly result: QueryResult }>()
  private readonly asking = new Set<string>()
  private channels: { at: number; rows: LiveReadings['channelSources'] } = { at: 0, rows: [] }
  private latest: { readonly at: number; readonly tiles: Promise<Tiles> } | null = null

  constructor(
    private readonly board: Board,
    private readonly teams: readonly string[] | null,
  ) {}

  /** All tiles as they are at `now`. */
  read(now: number): Promise<Tiles> {
    const tiles = this.readNow(now)
    this.latest = { at: now, tiles }
    return tiles
  }

  /** All tiles as they were no more than `ms` ago: those read last, where they are young enough. */
  async readRecent(now: number, ms: number): Promise<{ readonly at: number; readonly tiles: Tiles }> {
    const { latest } = this
    if (latest !== null && now - latest.at <= ms) {
      const tiles = await latest.tiles.catch(() => null)
      if (tiles !== null) return { at: latest.at, tiles }
    }
    return { at: now, tiles: await this.read(now) }
  }

  private async readNow(now: number): Promise<Tiles> {
    const { zone } = await readTenant(now)
    const ctx: Context = {
      principal: { kind: 'system', name: 'board', teams: this.teams },
      now,
      locale: 'en',
    }
    const [live, , ...results] = await Promise.all([
      readLive(now, this.teams),
      this.refreshChannels(now),
      ...this.board.queries.map(
        async ({ id, everyMs, input }) => [id, await this.ask(ctx, id, everyMs, input(now, zone))] as const,
      ),
    ])
    return this.board.assemble({
      now,
      zone,
      results: Object.fromEntries(results),
      live: { ...live, channelSources: this.channels.rows },
      metric: metricById,
    })
  }

  private async ask(
    ctx: Context,
    id: string,
    everyMs: number,
    input: unknown,
  ): Promise<QueryResult | undefined> {
    const known = this.answers.get(id)
    if (known === undefined || everyMs === 0 || ctx.now - known.at > everyMs + OVERDUE_MS) {
      return await this.askNow(ctx, id, input)
    }
    // What moves slowly never holds up a frame: it is asked anew beside it and is in the next one.
    if (ctx.now - known.at >= everyMs && !this.asking.has(id)) {
      this.asking.add(id)
      this.askNow(ctx, id, input)
        .catch(() => undefined)
        .finally(() => this.asking.delete(id))
    }
    return known.result
  }

  private async askNow(ctx: Context, id: string, input: unknown): Promise<QueryResult | undefined> {
    try {
      const result = await runQuery(ctx, input)
      this.answers.set(id, { at: ctx.now, result })
      return result
    } catch (error) {
      if (isUnavailable(error)) throw error
      log('boards').error({ err: error, board: this.board.id, query: id }, 'a tile has no answer')
      return undefined
    }
  }

  private async refreshChannels(now: number): Promise<void> {
    if (now - this.channels.at < CHANNEL_SOURCES_MS) return
    this.channels = { at: now, rows: await readChannelSources(now) }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 503
}

type Tiles = Readonly<Record<string, TileValue>>

/** Who may see which board, and narrowed to which teams (null = all). */
export interface BoardAccess {
  readonly board: Board
  readonly teams: readonly string[] | null
}

/**
 * What the asker may see of a board. A screen: its own board and its scenes, no other (403). Everybody who reads: any
 * board, within their teams. Throws 404 for an unknown board.
 */
export function openBoard(ctx: Context, boardId: string): BoardAccess {
  const { principal } = ctx
  if (
    principal.kind === 'screen' &&
    principal.board !== boardId &&
    !(principal.scenes ?? []).includes(boardId)
  ) {
    throw forbidden('A wall screen may read the frames of its own boards and nothing else.')
  }
  if (principal.kind === 'key' && !principal.scopes.includes('read')) {
    throw forbidden('This API key lacks the scope "read".')
  }
  const board = findBoard(boardId)
  if (board === null) throw notFound()
  return { board, teams: teamScope(principal) }
}

const READERS_MAX = 200
const KEY = Symbol.for('helmline.boards')

/** One for the process: Next bundles pages and routes apart. */
function readers(): Map<string, BoardReader> {
  const holder = globalThis as { [KEY]?: Map<string, BoardReader> }
  holder[KEY] ??= new Map()
  return holder[KEY]
}

/** The reader of a board and scope; shared, so that pages and streams do not ask twice. */
export function boardReader(access: BoardAccess): BoardReader {
  const key = `${access.board.id} ${JSON.stringify(access.teams)}`
  const all = readers()
  let reader = all.get(key)
  if (reader === undefined) {
    if (all.size >= READERS_MAX) all.clear()
    reader = new BoardReader(access.board, access.teams)
    all.set(key, reader)
  }
  return reader
}

/** Milliseconds a first paint may be behind: the stream brings what is newer at once. */
const PAINT_MS = 2_000

/** A whole frame of a board as the asker may see it, at most 2 s old: for the first paint of a page, and for reports. */
export async function readBoard(ctx: Context, boardId: string): Promise<Frame> {
  const access = openBoard(ctx, boardId)
  const { at, tiles } = await boardReader(access).readRecent(ctx.now, PAINT_MS)
  return { board: access.board.id, at: new Date(at).toISOString(), full: true, tiles }
}
