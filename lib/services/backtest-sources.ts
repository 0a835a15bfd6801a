/** The silences of sources in the past: the longest of each quarter of an hour, from the events they sent. */
import type { Backtest, NoBacktest } from '@/lib/alerts/backtest-answer'
import { keyOf } from '@/lib/alerts/keys'
import { type SourceParams, source as sourceKind } from '@/lib/alerts/kinds/source'
import { buckets } from '@/lib/core/grain'
import { readSourceReadings } from '@/lib/db/live'
import { readPastSilences } from '@/lib/db/past-silences'
import { silentAfter } from '@/lib/facts/source-reading'
import { dimensionValueName } from '@/lib/i18n/names'
import { type Asker, type Period, SERIES_MOST } from './backtest-series'

/** Each source comes with the limit it has where the rule names none: its usual silence, as known by now. */
export async function pastSilences(
  params: SourceParams,
  period: Period,
  { now, zone, locale }: Asker,
): Promise<Omit<Backtest, 'tookMs' | 'known'> | NoBacktest> {
  const starts = buckets(period.from, period.to, '15m', zone)
  const bounds = [...starts, period.to]
  const [lines, { sources }] = await Promise.all([
    // One more than is shown tells whether some are left out.
    readPastSilences({ bounds, sources: params.sources ?? null, most: SERIES_MOST + 1 }),
    readSourceReadings(now),
  ])
  if (lines.length === 0) return { reason: 'no_events' }
  const shown = lines.slice(0, SERIES_MOST)
  const readings = new Map(sources.map((reading) => [reading.source, reading]))
  return {
    ...period,
    at: bounds.slice(1),
    stepMs: 900_000,
    scale: 'value',
    reading: 'longest',
    unit: 'seconds',
    metric: 'source_silent',
    label: sourceKind.text[locale].label,
    series: shown.map(({ source, longest }) => {
      const reading = readings.get(source)
      return {
        key: keyOf({ source }),
        scope: { source },
        label: dimensionValueName(locale, 'source', source),
        values: longest.map((seconds) => (seconds === null ? null : Math.round(seconds))),
        ...(reading === undefined ? {} : { limit: silentAfter(reading) }),
      }
    }),
    leftOut: lines.length > shown.length,
    approximate: false,
    target: null,
    mostCases: Math.max(0, ...shown.map(({ events }) => events)),
  }
}
