/** From a tile to the words and digits of its card. Pure. */
import type { FigureResult, TileState, TileValue } from '@/lib/boards/types'
import { type Formats, NONE, shareDecimals } from '@/lib/i18n/format'

/** The `result` of a plain figure tile, or null where the tile holds none. */
export function figureOf(tile: TileValue | undefined): FigureResult | null {
  const result = tile?.result
  return typeof result === 'object' && result !== null && 'metric' in result && 'unit' in result
    ? (result as FigureResult)
    : null
}

/** Address of the rows behind a tile's number. */
export function rowsHref(
  metric: string,
  period: { readonly from: string; readonly to: string } | null,
  extra: Readonly<Record<string, string | null>> = {},
): string {
  const query = new URLSearchParams({ metric })
  if (period) {
    query.set('from', period.from)
    query.set('to', period.to)
  }
  for (const [key, value] of Object.entries(extra)) query.set(key, value ?? '')
  return `/tickets?${query}`
}

/** Address of one ticket. */
export function ticketHref(source: string, subject: string): string {
  return `/tickets/${encodeURIComponent(source)}/${encodeURIComponent(subject)}`
}

/** Address of a channel's page; `_none` stands for tickets without a channel. */
export function channelHref(channel: string | null): string {
  return `/channels/${channel === null ? '_none' : encodeURIComponent(channel)}`
}

/** The change of a figure against the same weekday, written with the figure's own decimals. */
export function changeText(figure: FigureResult, value: number | null, f: Formats): string {
  if (figure.change === null) return NONE
  const decimals = figure.unit === 'share' && value !== null ? shareDecimals(value, figure.interval) : 1
  return f.change(figure.unit, figure.change, decimals)
}

const RANK: Record<TileState, number> = { bad: 0, watch: 1, none: 2, closed: 3, ok: 4 }

/** Sorts by urgency; equals keep their order. */
export function byUrgency<T extends { readonly state: TileState }>(rows: readonly T[]): T[] {
  return rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => RANK[a.row.state] - RANK[b.row.state] || a.i - b.i)
    .map(({ row }) => row)
}
