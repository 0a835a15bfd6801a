'use client'

import { useTranslations } from 'use-intl'
import { AnnotatedTrend } from '@/components/annotations/annotated-trend'
import type { TrendData } from '@/components/charts/kinds/trend'
import { useFormats } from '@/components/shell/locale-provider'
import type { TileState } from '@/lib/boards/types'
import type { Unit } from '@/lib/metrics/types'

export interface ShownSeries {
  readonly unit: Unit
  readonly op: '<=' | '>='
  readonly limit: number | null
  readonly points: TrendData['points']
  readonly band: readonly { readonly at: number; readonly low: number; readonly high: number }[]
  readonly from: number
  readonly to: number
}

/** The number over time with its limit; where it is beyond, the line is red, cut at the crossing. */
export function IncidentTrend({
  series,
  state,
  name,
  scope,
}: {
  readonly series: ShownSeries
  readonly state: TileState
  readonly name: string
  readonly scope: { readonly channels: readonly string[]; readonly teams: readonly string[] }
}) {
  const f = useFormats()
  const t = useTranslations('incidents')
  const { unit, op, limit, points, band, from, to } = series
  return (
    <AnnotatedTrend
      className="h-[200px] px-1 pb-1 max-md:h-[190px]"
      label={`${name}, ${f.period(from, to)}`}
      scope={{ from, to, ...scope }}
      data={{
        unit,
        name,
        points,
        target:
          limit === null
            ? null
            : { value: limit, op, label: t('target', { target: f.target(op, unit, limit) }) },
        ...(band.length > 1 ? { band: { name, rows: band } } : {}),
        state,
        showLast: false,
        from,
        to,
      }}
    />
  )
}
