/** Made parts of boards: a moment on a Friday afternoon in Shanghai, and answers of the query door. */
import type { AlarmSource } from '@/lib/boards/alarm-book'
import { type Board, type BoardParts, type LiveReadings, NO_READINGS } from '@/lib/boards/board'
import { ALWAYS } from '@/lib/boards/hours'
import type { FigureResult, TileValue } from '@/lib/boards/types'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult, QueryRow } from '@/lib/metrics/types'

export const NOW = Date.parse('2026-11-20T06:37:08Z')
export const ZONE = 'Asia/Shanghai'

export const answer = (
  rows: readonly QueryRow[],
  before: readonly QueryRow[] | null = null,
): QueryResult => ({
  query: {},
  columns: [],
  rows,
  comparison: before === null ? null : { period: { from: '', to: '' }, rows: before },
  meta: { source: 'rollup', completeUntil: null, freshness: [], truncated: false, tookMs: 1, warnings: [] },
})

export const live = (more: Partial<LiveReadings> = {}): LiveReadings => ({
  ...NO_READINGS,
  sources: [{ source: 'shop', lastAt: NOW - 4_000, meanGapMs: 1_000 }],
  ...more,
})

export const parts = (
  results: BoardParts['results'] = {},
  readings: Partial<LiveReadings> = {},
  more: Partial<BoardParts> = {},
): BoardParts => ({
  now: NOW,
  zone: ZONE,
  results,
  live: live(readings),
  metric: metricById,
  hours: () => ALWAYS,
  company: ALWAYS,
  ...more,
})

/** What a channel's row of the last quarter-hour looks like. */
export const channel = (name: string, row: Record<string, number>, n: number): QueryRow => ({
  channel: name,
  ...row,
  n: { frt_avg: n, frt_within_target: n, tickets_opened: n, queue_now: n },
})

export const resultOf = <T>(tile: TileValue | undefined): T => {
  if (tile?.result === undefined) throw new Error('the tile has no result')
  return tile.result as T
}
export const figureOf = (tile: TileValue | undefined) => resultOf<FigureResult>(tile)

/** The tiles of a board, with the alarms of this moment. */
export const tilesOf = (board: Board, of: BoardParts, book?: AlarmSource): Record<string, TileValue> => {
  const { tiles, alarms } = board.assemble(of)
  if (book === undefined) return { ...tiles }
  const result = book.take(alarms, of.now, of.now - 86_400_000)
  return { ...tiles, alarms: { value: result.rows.length, n: null, state: 'ok', ageSeconds: null, result } }
}
