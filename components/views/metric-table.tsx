import { Fragment, isValidElement, type ReactNode } from 'react'
import { DataTable, type TableCell, type TableColumn, type TableRow } from '@/components/tables/data-table'
import { dimensionValueName } from '@/lib/i18n/names'
import { type Scope, targetAt } from '@/lib/metrics/targets'
import type { Limit, QueryResult } from '@/lib/metrics/types'
import { isSmall, nOf, numberOf, stateOf, textOf } from './answers'
import { fileQuery } from './file-query'
import type { PageKit } from './page-kit'

/** A metric's cell of one group: red only where it is beyond its target, its cases in grey where they are too few. */
export function metricCell(
  page: Pick<PageKit, 'f' | 'metric'>,
  row: QueryResult['rows'][number],
  id: string,
  options: { readonly href?: string; readonly limit?: Limit | null | undefined; readonly withN?: boolean },
): TableCell {
  const { f } = page
  const metric = page.metric(id)
  const figure = numberOf(row, id)
  if (!metric || figure === null) return { value: null, text: '—' }
  const n = nOf(row, id)
  const few = isSmall(metric, n)
  const state = few ? null : stateOf(metric, figure, n, options.limit)
  return {
    value: figure,
    n,
    text: few ? f.n(n) : f.value(metric.unit, figure, row.interval?.[id]),
    href: options.href,
    ...(few ? { quiet: true } : {}),
    ...(state === 'bad' ? { state } : {}),
    ...(options.withN !== false && !few && metric.unit !== 'count' ? { note: f.n(n) } : {}),
  }
}

/**
 * Groups of one dimension with their figures; every figure opens its rows, red only where it is beyond its target. A
 * figure of too few cases shows its cases in grey. Sorted, narrowed and exported as every table.
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
  within = {},
  id = `by-${dimension}`,
}: {
  readonly page: PageKit
  readonly result: QueryResult
  readonly dimension: string
  readonly head: string
  readonly metrics: readonly string[]
  readonly name: (value: string | null) => ReactNode
  readonly labels: Readonly<Record<string, string>>
  readonly rowsHref: (metric: string, value: string | null) => string
  /** what all rows are narrowed to */
  readonly within?: Scope
  /** the table's columns are remembered by it */
  readonly id?: string
}) {
  const { t, locale } = page
  const columns: TableColumn[] = [
    { id: dimension, label: head, fixed: true },
    ...metrics.map(
      (metric): TableColumn => ({
        id: metric,
        label: labels[metric] ?? metric,
        metric,
        hint: page.metric(metric)?.text[locale].definition,
        align: 'right',
      }),
    ),
  ]
  const rows = result.rows.map((row): TableRow => {
    const value = textOf(row, dimension)
    const shown = name(value)
    const cells: Record<string, TableCell> = {
      [dimension]: {
        value,
        text: dimensionValueName(locale, dimension, value),
        node: isValidElement(shown) ? <Fragment>{shown}</Fragment> : shown,
      },
    }
    for (const metric of metrics) {
      cells[metric] = metricCell(page, row, metric, {
        href: rowsHref(metric, value),
        limit: targetAt(page.metric(metric), { ...within, [dimension]: value }, 'none'),
      })
    }
    return { id: value ?? '\u0000', cells }
  })
  return (
    <DataTable
      id={id}
      label={head}
      columns={columns}
      rows={rows}
      download={{ kind: 'query', query: fileQuery(result) }}
      foot={
        result.meta.truncated ? (
          <p className="px-4 py-2 text-caption text-ink-3">{t('tickets.truncated')}</p>
        ) : null
      }
    />
  )
}
