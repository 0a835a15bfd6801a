import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/classes'
import { metricById } from '@/lib/metrics/catalogue'
import type { Metric, QueryResult } from '@/lib/metrics/types'
import { isSmall, nOf, numberOf, stateOf, textOf } from './answers'
import { channelTarget } from './channel-section'
import type { PageKit } from './page-kit'

/**
 * Groups of one dimension with their figures; every figure opens its rows, red only where it is beyond its target. A
 * figure of too few cases shows its cases in grey.
 */
export function MetricTable({
  page,
  result,
  dimension,
  head,
  metrics,
  name,
  labels,
  rowsHref,
}: {
  readonly page: PageKit
  readonly result: QueryResult
  readonly dimension: string
  readonly head: string
  readonly metrics: readonly string[]
  readonly name: (value: string | null) => ReactNode
  readonly labels: Readonly<Record<string, string>>
  readonly rowsHref: (metric: string, value: string | null) => string
}) {
  const { f, t } = page
  // Limits that differ by kind of channel judge a channel's row only; a mix of kinds has none.
  const limitOf = (metric: Metric, value: string | null): number | null | undefined => {
    if (!metric.target?.byKind) return undefined
    return dimension === 'channel' ? channelTarget(metric.target, value) : null
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={head}>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {metrics.map((id) => (
              <th key={id} scope="col" className="right">
                {labels[id] ?? id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.rows.map((row) => {
            const value = textOf(row, dimension)
            return (
              <tr key={value ?? '\u0000'}>
                <td className="font-[540] text-ink">{name(value)}</td>
                {metrics.map((id) => {
                  const metric = metricById(id)
                  const figure = numberOf(row, id)
                  const n = nOf(row, id)
                  if (!metric || figure === null) {
                    return (
                      <td key={id} className="right text-ink-3">
                        —
                      </td>
                    )
                  }
                  const few = isSmall(metric, n)
                  const state = stateOf(metric, figure, n, limitOf(metric, value))
                  return (
                    <td
                      key={id}
                      className={cx('right', few ? 'text-ink-3' : state === 'bad' ? 'text-bad' : 'text-ink')}
                    >
                      <Link href={rowsHref(id, value)} prefetch={false} className="num">
                        {few ? f.n(n) : f.value(metric.unit, figure, row.interval?.[id])}
                      </Link>
                      {few || metric.unit === 'count' ? null : (
                        <span className="ml-2 inline-block min-w-[44px] text-right text-caption text-ink-3 max-md:hidden">
                          {f.n(n)}
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
      {result.meta.truncated ? (
        <p className="px-4 py-2 text-caption text-ink-3">{t('tickets.truncated')}</p>
      ) : null}
    </section>
  )
}
