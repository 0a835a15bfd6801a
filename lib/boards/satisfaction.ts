/** The scene of satisfaction and complaints. */
import { targetAt } from '@/lib/metrics/targets'
import { ageOf, enoughOf, figure, firstRow, isStale, numberOf } from './answers'
import type { Assembled, Board, BoardParts } from './board'
import { SHARED_QUERIES, sceneOf } from './shared'
import { bandOf, worst } from './state'
import { type ComplaintsResult, type SatisfactionResult, SHARED_TILES, type TileValue } from './types'

const KINDS = [
  'csat',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'nps',
  'ces',
  'fcr_said',
] as const

function satisfactionTile(parts: BoardParts): TileValue {
  const row = firstRow(parts.results.voices)
  const stale = isStale(parts)
  const kinds = KINDS.map((metric): SatisfactionResult['kinds'][number] => {
    const described = parts.metric(metric)
    const value = numberOf(row, metric)
    const n = row?.n[metric] ?? 0
    const small = value !== null && n < (described?.minSample ?? 0)
    const target = targetAt(described, {})
    const judged = bandOf(value, target, described?.unit ?? 'share')
    return {
      metric,
      value,
      n,
      interval: row?.interval?.[metric] ?? null,
      target: target?.value ?? null,
      state: stale || small || value === null ? 'none' : judged,
      smallSample: small,
    }
  })
  const judged = kinds.map(({ state }) => state).filter((state) => state !== 'none')
  return {
    value: numberOf(row, 'csat'),
    n: row?.n.csat ?? null,
    state: worst(judged),
    ageSeconds: ageOf(parts),
    result: {
      kinds,
      spread: parts.live.answers.spread,
      responseRate: enoughOf(parts, row, 'survey_response_rate'),
      responseN: row?.n.survey_response_rate ?? 0,
      low: parts.live.answers.low,
    } satisfies SatisfactionResult,
  }
}

function complaintsTile(parts: BoardParts): TileValue {
  const { today, before, byIssue, open } = parts.live.complaints
  const row = firstRow(parts.results.voices)
  // The share of tickets is what has a limit; the count beside it says how many people that are.
  const rate = figure(parts, { metric: 'complaint_rate', period: 'today', row, before: null })
  return {
    value: today,
    n: rate.n,
    state: rate.state,
    ageSeconds: ageOf(parts),
    result: {
      today,
      before,
      rate: enoughOf(parts, row, 'complaint_rate'),
      byIssue,
      open,
    } satisfies ComplaintsResult,
  }
}

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms } = sceneOf(parts)
  return {
    tiles: { ...tiles, satisfaction: satisfactionTile(parts), complaints: complaintsTile(parts) },
    alarms,
  }
}

/** The board `satisfaction`. */
export const satisfaction: Board = {
  id: 'satisfaction',
  tiles: [...SHARED_TILES, 'satisfaction', 'complaints'],
  queries: [
    ...SHARED_QUERIES,
    {
      id: 'voices',
      everyMs: 5_000,
      input: () => ({
        metrics: [...KINDS, 'survey_response_rate', 'complaint_rate'],
        period: { preset: 'today' },
      }),
    },
  ],
  readings: ['answers', 'complaints'],
  assemble,
}
