/** The scene of campaigns: what today's bring against everything else, and the day's volume against the week before. */
import { targetAt } from '@/lib/metrics/targets'
import { ageOf, byKey, enoughOf, isStale, keyOf, numberOf, quarters, seriesBy, slotOf } from './answers'
import type { Assembled, Board, BoardParts } from './board'
import { channelRows } from './channel-rows'
import { FOCUS_QUERIES, focusQuestions, focusTile } from './focus'
import { CHANNEL_QUERIES, SHARED_QUERIES, sceneOf } from './shared'
import { bandOf, worst } from './state'
import { type CampaignResult, SHARED_TILES, type TileValue } from './types'

const SHOWN = 12

function campaignTile(parts: BoardParts): TileValue {
  const rows = parts.results.campaigns?.rows ?? []
  const sparks = seriesBy(parts.results.campaignSparks, 'campaign', 'tickets_opened')
  const total = rows.reduce((sum, row) => sum + (numberOf(row, 'tickets_opened') ?? 0), 0)
  const rest = byKey(rows, 'campaign').get(null)
  const own = rows.flatMap((row): CampaignResult['rows'][number][] => {
    const campaign = keyOf(row, 'campaign')
    const volume = numberOf(row, 'tickets_opened') ?? 0
    if (campaign === null || volume === 0) return []
    return [
      {
        campaign,
        volume,
        share: total === 0 ? 0 : volume / total,
        frt: enoughOf(parts, row, 'frt_avg'),
        frtN: row.n.frt_avg ?? 0,
        within: enoughOf(parts, row, 'frt_within_target'),
        withinN: row.n.frt_within_target ?? 0,
        csat: enoughOf(parts, row, 'csat'),
        csatN: row.n.csat ?? 0,
        spark: sparks.get(campaign) ?? [],
      },
    ]
  })
  own.sort((a, b) => b.volume - a.volume || (a.campaign < b.campaign ? -1 : 1))
  const before = new Map(
    (parts.results.volumeToday?.comparison?.rows ?? []).flatMap((row) =>
      row.time === undefined
        ? []
        : [[slotOf(Date.parse(row.time), parts.zone), numberOf(row, 'tickets_opened')] as const],
    ),
  )
  const within = parts.metric('frt_within_target')
  const states = rows
    .filter((row) => keyOf(row, 'campaign') !== null)
    .flatMap((row) => enoughOf(parts, row, 'frt_within_target') ?? [])
    .map((share) => bandOf(share, targetAt(within, {}), 'share'))
  return {
    value: own.reduce((sum, { volume }) => sum + volume, 0),
    n: total,
    state: isStale(parts) ? 'none' : parts.company.state === 'closed' ? 'closed' : worst([...states, 'ok']),
    ageSeconds: ageOf(parts),
    result: {
      rows: own.slice(0, SHOWN),
      rest: {
        volume: numberOf(rest, 'tickets_opened') ?? 0,
        frt: enoughOf(parts, rest, 'frt_avg'),
        within: enoughOf(parts, rest, 'frt_within_target'),
      },
      volume: (parts.results.volumeToday?.rows ?? []).flatMap((row) =>
        row.time === undefined
          ? []
          : [
              {
                time: row.time,
                value: numberOf(row, 'tickets_opened') ?? 0,
                before: before.get(slotOf(Date.parse(row.time), parts.zone)) ?? null,
              },
            ],
      ),
      annotations: parts.live.annotations,
    } satisfies CampaignResult,
  }
}

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms, channels } = sceneOf(parts)
  return {
    tiles: { ...tiles, campaign: campaignTile(parts), focus: focusTile(parts, channels, ageOf(parts)) },
    alarms,
  }
}

/** The board `campaign`. */
export const campaign: Board = {
  id: 'campaign',
  tiles: [...SHARED_TILES, 'campaign', 'focus'],
  queries: [
    ...SHARED_QUERIES,
    ...CHANNEL_QUERIES,
    ...FOCUS_QUERIES,
    {
      id: 'campaigns',
      everyMs: 15_000,
      input: () => ({
        metrics: ['tickets_opened', 'frt_avg', 'frt_within_target', 'csat'],
        dimensions: ['campaign'],
        period: { preset: 'today' },
        limit: 50,
      }),
    },
    {
      id: 'campaignSparks',
      everyMs: 30_000,
      input: (now) => ({
        metrics: ['tickets_opened'],
        dimensions: ['campaign'],
        grain: '15m',
        period: quarters(now),
        limit: 50,
      }),
    },
    {
      id: 'volumeToday',
      everyMs: 15_000,
      input: () => ({
        metrics: ['tickets_opened'],
        grain: '15m',
        period: { preset: 'today' },
        compare: 'same_weekday',
      }),
    },
  ],
  readings: ['words', 'annotations'],
  follow: (parts) => focusQuestions(parts, channelRows(parts)),
  assemble,
}
