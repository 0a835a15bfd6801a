/** Groups of one dimension with their figures as the data of a table. Pure. */

import type { TableCell, TableColumn, TableRow } from '@/components/tables/types'
import { isSmall, nOf, numberOf, stateOf, textOf } from '@/components/views/answers'
import type { PageKit } from '@/components/views/page-kit'
import { NONE } from '@/lib/i18n/format'
import { inSentence, isHiddenChannel } from '@/lib/i18n/names'
import { type Scope, targetAt } from '@/lib/metrics/targets'
import type { Dimension, Limit, QueryResult, QueryRow } from '@/lib/metrics/types'
import { metricLabel } from './labels'

export interface FigureTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
}

/** One figure: red only beyond its target, grey as its cases where they are too few, "—" where there is none. */
export function figureCell(
  { t, f, metric: metricOf }: Pick<PageKit, 't' | 'f' | 'metric'>,
  row: QueryRow | undefined,
  id: string,
  href: string | undefined,
  limit: Limit | null,
): TableCell {
  const metric = metricOf(id)
  const value = numberOf(row, id)
  const n = nOf(row, id)
  if (!metric || !row || value === null) return { value: null, text: NONE, quiet: true }
  if (isSmall(metric, n)) {
    return {
      value: null,
      text: f.n(n),
      href,
      n,
      quiet: true,
      hint: t('tile.smallSample', { count: metric.minSample }),
    }
  }
  const interval = row.interval?.[id]
  const state = stateOf(metric, value, n, limit)
  const provisional = row.provisional?.includes(id) ?? false
  return {
    value,
    text: f.value(metric.unit, value, interval),
    href,
    n,
    ...(metric.unit === 'count' ? {} : { note: f.n(n) }),
    ...(state === 'bad' ? { state } : {}),
    ...(interval || provisional
      ? {
          hint: [
            interval ? t('people.intervalOf', { interval: f.interval(metric.unit, interval, value) }) : '',
            provisional ? t('tile.immature', { days: Math.round(metric.matureAfterSeconds / 86_400) }) : '',
          ]
            .filter((it) => it !== '')
            .join(' · '),
        }
      : {}),
  }
}

/**
 * Rows of an answer by one dimension. A row's id is its value (`_none` for none). Counts get their change against the
 * comparison where there is one. `nameOf` and `pageOf` tell how a value is written and what it opens.
 */
export function figureTable({
  page,
  result,
  dimension,
  head,
  metrics,
  compareName,
  nameOf,
  pageOf,
  rowsHref,
  within = {},
  anonymous = false,
}: {
  readonly page: PageKit
  readonly result: QueryResult
  readonly dimension: Dimension
  readonly head: string
  readonly metrics: readonly string[]
  /** what counts are compared with; null = nothing */
  readonly compareName: string | null
  readonly nameOf: (value: string | null) => string
  /** ids that say nothing of the value */
  readonly anonymous?: boolean
  readonly pageOf: (value: string | null) => string | undefined
  /** what all rows are narrowed to */
  readonly within?: Scope
  /** undefined where the reader may not open them */
  readonly rowsHref: (metric: string, value: string | null) => string | undefined
}): FigureTable {
  const { t, f } = page
  const shown = result.rows.filter(
    (row) => dimension !== 'channel' || !isHiddenChannel(textOf(row, 'channel')),
  )
  const counted = metrics.filter((id) => page.metric(id)?.unit === 'count')
  const changes = result.comparison !== null && compareName !== null
  const before = new Map((result.comparison?.rows ?? []).map((row) => [textOf(row, dimension), row]))
  const columns: TableColumn[] = [
    { id: 'name', label: head, fixed: true, phone: 'title' },
    ...metrics.flatMap((id, i): TableColumn[] => [
      {
        id,
        label: metricLabel(id, page),
        metric: id,
        align: 'right',
        hint: page.metric(id)?.text[page.locale].definition,
        phone: i === 0 ? 'key' : i === 1 ? 'sub' : 'more',
      },
      ...(changes && counted.includes(id)
        ? [
            {
              id: `${id}_change`,
              label: t('people.change', { what: inSentence(compareName ?? '') }),
              metric: id,
              align: 'right' as const,
              phone: 'more' as const,
            },
          ]
        : []),
    ]),
  ]
  const rows = shown.map((row, at): TableRow => {
    const value = textOf(row, dimension)
    const open = pageOf(value)
    const cells: Record<string, TableCell> = {
      name: { value: nameOf(value), text: nameOf(value), ...(open === undefined ? {} : { href: open }) },
    }
    for (const id of metrics) {
      const metric = page.metric(id)
      if (!metric) continue
      cells[id] = figureCell(
        page,
        row,
        id,
        rowsHref(id, value),
        targetAt(metric, { ...within, [dimension]: value }, 'none'),
      )
      if (!changes || !counted.includes(id)) continue
      const now = numberOf(row, id)
      const then = numberOf(before.get(value), id)
      const ratio = now === null || !then ? null : now / then - 1
      cells[`${id}_change`] = {
        value: ratio,
        text: ratio === null ? NONE : f.relative(ratio),
        quiet: ratio === null,
        ...(ratio === null ? {} : { href: rowsHref(id, value), n: nOf(row, id), part: true }),
      }
    }
    return {
      id: anonymous ? String(at) : (value ?? '_none'),
      cells,
      ...(open === undefined ? {} : { href: open }),
    }
  })
  return { columns, rows }
}
