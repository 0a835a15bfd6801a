/** The scene of the night: what it left, hour by hour, and who is there. */
import { DAY, dayNumberAt, HOUR, instantOfWall, wallAt } from '@/lib/core/zone'
import { ageOf, enoughOf, figure, firstRow, isStale, numberOf } from './answers'
import type { Assembled, Board, BoardParts, BoardQuery } from './board'
import { SHARED_QUERIES, sceneOf } from './shared'
import { type NightResult, SHARED_TILES, type TileState, type TileValue } from './types'

const FROM_HOUR = 22
const TO_HOUR = 8

/** The night that runs or was the last: 22 to 8 o'clock of the local clock, `to` no later than `now`. */
export function nightOf(now: number, zone: string): { from: number; to: number } {
  const midnight = dayNumberAt(now, zone) * DAY
  const evening = midnight + FROM_HOUR * HOUR
  const start = wallAt(now, zone) >= evening ? evening : evening - DAY
  const from = instantOfWall(start, zone)
  const to = instantOfWall(start - FROM_HOUR * HOUR + DAY + TO_HOUR * HOUR, zone)
  return { from, to: Math.min(to, now + 1) }
}

const period = (now: number, zone: string) => {
  const { from, to } = nightOf(now, zone)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

const QUERIES: readonly BoardQuery[] = [
  {
    id: 'night',
    everyMs: 5_000,
    input: (now, zone) => ({
      metrics: ['tickets_opened', 'frt_avg', 'abandon_rate'],
      period: period(now, zone),
    }),
  },
  {
    id: 'nightHours',
    everyMs: 15_000,
    input: (now, zone) => ({
      metrics: ['tickets_opened', 'frt_avg'],
      grain: 'hour',
      period: period(now, zone),
    }),
  },
]

function nightTile(parts: BoardParts): TileValue {
  const row = firstRow(parts.results.night)
  const now = firstRow(parts.results.now)
  const abandonRate = numberOf(row, 'abandon_rate')
  const opened = numberOf(row, 'tickets_opened')
  const answered = row?.n.frt_avg ?? null
  const waiting = numberOf(now, 'queue_now')
  const online = numberOf(now, 'agents_online')
  const oldest = numberOf(now, 'oldest_wait_now')
  const frt = figure(parts, { metric: 'frt_avg', period: 'now', row, before: null })
  const state: TileState = isStale(parts)
    ? 'none'
    : waiting !== null && waiting > 0 && online === 0
      ? 'bad'
      : frt.state
  return {
    value: opened,
    n: row?.n.tickets_opened ?? null,
    state,
    ageSeconds: ageOf(parts),
    result: {
      from: new Date(nightOf(parts.now, parts.zone).from).toISOString(),
      opened,
      answered,
      answeredShare: shareOf(answered, opened, parts.metric('frt_within_target')?.minSample ?? 0),
      waiting,
      oldestSeconds: oldest,
      abandoned: abandonRate === null ? null : Math.round(abandonRate * (row?.n.abandon_rate ?? 0)),
      online,
      hours: (parts.results.nightHours?.rows ?? []).flatMap((hour) =>
        hour.time === undefined
          ? []
          : [
              {
                time: hour.time,
                opened: numberOf(hour, 'tickets_opened'),
                frt: enoughOf(parts, hour, 'frt_avg'),
              },
            ],
      ),
    } satisfies NightResult,
  }
}

function shareOf(part: number | null, whole: number | null, least: number): number | null {
  return part === null || whole === null || whole < Math.max(least, 1) || part > whole ? null : part / whole
}

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms } = sceneOf(parts)
  return { tiles: { ...tiles, night: nightTile(parts) }, alarms }
}

/** The board `night`. */
export const night: Board = {
  id: 'night',
  tiles: [...SHARED_TILES, 'night'],
  queries: [...SHARED_QUERIES, ...QUERIES],
  readings: [],
  assemble,
}
