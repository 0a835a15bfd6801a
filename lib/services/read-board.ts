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

/**
 * Reads one board for one team scope again and again: slow-moving questions are asked anew only when their time
 * is up. A question that fails leaves its tiles without data; only a lost database throws (`unavailable`).
 */
export class BoardReader {
  private readonly answers = new Map<string, { readonly at: number; readonly result: QueryResult }>()
  private channels: { at: number; rows: LiveReadings['channelSources'] } = { at: 0, rows: [] }

  constructor(
    private readonly board: Board,
    private readonly teams: readonly string[] | null,
  ) {}

  /** All tiles as they are at `now`. */
  async read(now: number): Promise<Readonly<Record<string, TileValue>>> {
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
    if (known !== undefined && everyMs > 0 && ctx.now - known.at < everyMs) return known.result
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

/** Who may see which board, and narrowed to which teams (null = all). */
export interface BoardAccess {
  readonly board: Board
  readonly teams: readonly string[] | null
}

/**
 * What the asker may see of a board. A screen: its own board and no other (403). Everybody who reads: any board,
 * within their teams. Throws 404 for an unknown board.
 */
export function openBoard(ctx: Context, boardId: string): BoardAccess {
  const { principal } = ctx
  if (principal.kind === 'screen' && principal.board !== boardId) {
    throw forbidden('A wall screen may read the frames of its own board and nothing else.')
  }
  if (principal.kind === 'key' && !principal.scopes.includes('read')) {
    throw forbidden('This API key lacks the scope "read".')
  }
  const board = findBoard(boardId)
  if (board === null) throw notFound()
  return { board, teams: teamScope(principal) }
}

const READERS_MAX = 200
const readers = new Map<string, BoardReader>()

/** The reader of a board and scope; shared, so that pages and streams do not ask twice. */
export function boardReader(access: BoardAccess): BoardReader {
  const key = `${access.board.id} ${JSON.stringify(access.teams)}`
  let reader = readers.get(key)
  if (reader === undefined) {
    if (readers.size >= READERS_MAX) readers.clear()
    reader = new BoardReader(access.board, access.teams)
    readers.set(key, reader)
  }
  return reader
}

/** A whole frame of a board as the asker may see it: for the first paint of a page, and for reports. */
export async function readBoard(ctx: Context, boardId: string): Promise<Frame> {
  const access = openBoard(ctx, boardId)
  const tiles = await boardReader(access).read(ctx.now)
  return { board: access.board.id, at: new Date(ctx.now).toISOString(), full: true, tiles }
}
