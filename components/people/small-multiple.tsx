import type { PageKit } from '@/components/views/page-kit'
import type { Metric } from '@/lib/metrics/types'
import { spread } from './comparison'

export interface Series {
  readonly name: string
  /** oldest first; null = gap */
  readonly values: readonly (number | null)[]
}

const COLORS = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'] as const
export const seriesColor = (index: number): string => COLORS[index] ?? COLORS[0]

const HEIGHT = 104
const WIDTH = 200
const PAD = 6

/** One metric, a line per compared one in the series colours, labelled at its end. Drawn on the server. */
export function SmallMultiple({
  page,
  metric,
  title,
  series,
  from,
  to,
}: {
  readonly page: PageKit
  readonly metric: Metric
  readonly title: string
  readonly series: readonly Series[]
  /** what the two ends of the axis say */
  readonly from: string
  readonly to: string
}) {
  const { t, f } = page
  const known = series.flatMap((it) => it.values.filter((value) => value !== null))
  const high = Math.max(...known, 0)
  const low = metric.unit === 'share' ? Math.min(...known, high) : 0
  const span = high - low || 1
  const y = (value: number) => PAD + (1 - (value - low) / span) * (HEIGHT - 2 * PAD)
  const length = Math.max(...series.map((it) => it.values.length), 1)
  const x = (i: number) => (length === 1 ? WIDTH / 2 : (i / (length - 1)) * WIDTH)
  const round = (value: number) => Math.round(value * 10) / 10
  const ends = series.map((it) => it.values.findLast((value) => value !== null) ?? null)
  const places = spread(
    ends.map((value) => (value === null ? 1 : y(value) / HEIGHT)),
    16 / HEIGHT,
  )
  return (
    <figure className="min-w-0 px-4 pt-2 pb-3 max-md:px-5" aria-label={title} data-drawing>
      <figcaption className="flex justify-between gap-3 pr-[100px] text-caption text-ink-2">
        {title}
        {known.length === 0 ? null : (
          <span className="text-[11px] text-ink-3">
            {f.value(metric.unit, low)}–{f.value(metric.unit, high)}
          </span>
        )}
      </figcaption>
      {known.length === 0 ? (
        <p className="text-body text-ink-3" style={{ height: HEIGHT + 20 }}>
          {t('tile.smallSampleShort')}
        </p>
      ) : (
        <>
          <div className="flex gap-2">
            <div className="relative min-w-0 flex-1" style={{ height: HEIGHT }}>
              <svg
                viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
                preserveAspectRatio="none"
                className="absolute inset-0 size-full overflow-visible"
                role="img"
                aria-label={`${title}: ${f.list(
                  series.map((it, i) => `${it.name} ${f.value(metric.unit, ends[i])}`),
                )}`}
              >
                <line
                  x1={0}
                  x2={WIDTH}
                  y1={HEIGHT - 0.5}
                  y2={HEIGHT - 0.5}
                  stroke="var(--line-2)"
                  vectorEffect="non-scaling-stroke"
                />
                <line
                  x1={0}
                  x2={WIDTH}
                  y1={PAD}
                  y2={PAD}
                  stroke="var(--line)"
                  vectorEffect="non-scaling-stroke"
                />
                {series.map((it, s) => {
                  let drawing = false
                  const path = it.values
                    .map((value, i) => {
                      if (value === null) {
                        drawing = false
                        return ''
                      }
                      const step = drawing ? 'L' : 'M'
                      drawing = true
                      // A point between gaps is a dot: a line of no length with round ends.
                      return `${step}${round(x(i))} ${round(y(value))}${step === 'M' ? 'h0' : ''}`
                    })
                    .join('')
                  return (
                    <path
                      key={it.name}
                      d={path}
                      fill="none"
                      stroke={seriesColor(s)}
                      strokeWidth={s === 0 ? 2 : 1.75}
                      strokeLinejoin="round"
                      strokeLinecap="round"
                      vectorEffect="non-scaling-stroke"
                    />
                  )
                })}
              </svg>
            </div>
            <ul className="relative w-[92px] shrink-0 text-caption" style={{ height: HEIGHT }}>
              {series.map((it, i) => (
                <li
                  key={it.name}
                  className="absolute left-0 flex w-full -translate-y-1/2 items-center gap-1.5 leading-4"
                  style={{ top: `${round((places[i] ?? 0) * 100)}%` }}
                >
                  <span aria-hidden className="h-[2px] w-3 shrink-0" style={{ background: seriesColor(i) }} />
                  <span className="truncate text-ink-2" title={it.name}>
                    {it.name}
                  </span>
                </li>
              ))}
            </ul>
          </div>
          <div className="flex justify-between pr-[100px] text-[11px] leading-5 text-ink-3">
            <span>{from}</span>
            <span>{to}</span>
          </div>
        </>
      )}
    </figure>
  )
}
