import Link from 'next/link'
import type { TableCell, TableColumn, TableRow } from '@/components/tables/types'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import { isSmall, nOf, numberOf, stateOf } from '@/components/views/answers'
import type { PageKit } from '@/components/views/page-kit'
import type { Limit, Metric, QueryRow } from '@/lib/metrics/types'
import { type ComparedFigures, compareFigures, type Verdict } from './comparison'
import { metricLabel } from './labels'
import { seriesColor } from './small-multiple'

/** One of those side by side. */
export interface ComparedColumn {
  readonly key: string
  readonly name: string
  readonly href: string | undefined
  readonly row: QueryRow | null
  /** address of the rows behind one of its figures; undefined = none */
  readonly rowsHref: (metric: string) => string | undefined
  /** its target of a metric; null = none */
  readonly limit: (metric: Metric) => Limit | null
}

/**
 * Metric by metric: every figure with its sample, and how it differs from the first, with the interval of the
 * difference and whether it may be chance.
 */
export function CompareTable({
  page,
  metrics,
  columns,
  marks = true,
  label,
}: {
  readonly page: PageKit
  readonly metrics: readonly string[]
  readonly columns: readonly ComparedColumn[]
  /** samples of the series colours beside the names */
  readonly marks?: boolean
  readonly label: string
}) {
  const { t } = page
  const [base, ...others] = columns
  if (!base) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={label}>
      <table className="grid-table" data-compare={columns.length}>
        <thead>
          <tr>
            <th scope="col">{t('people.metric')}</th>
            {columns.map((column, i) => (
              <th key={column.key} scope="col" className="right">
                <span className="inline-flex items-center gap-1.5 text-body text-ink">
                  {marks ? (
                    <span aria-hidden className="h-[2px] w-3" style={{ background: seriesColor(i) }} />
                  ) : null}
                  {column.href === undefined ? (
                    column.name
                  ) : (
                    <Link href={column.href} prefetch={false} className="num font-[560] text-ink">
                      {column.name}
                    </Link>
                  )}
                </span>
              </th>
            ))}
            {others.map((column) => (
              <th key={column.key} scope="col">
                {t('people.differenceTo', { name: column.name })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((id, at) => {
            const metric = page.metric(id)
            if (!metric) return null
            return (
              <tr key={id} data-metric={id}>
                <th
                  scope="row"
                  className={cx(
                    '!h-[46px] !border-t-0 !text-body !text-ink',
                    at === metrics.length - 1 && '!border-b-0',
                  )}
                >
                  {metricLabel(id, page)}
                </th>
                {columns.map((column) => (
                  <FigureCell key={column.key} page={page} metric={metric} column={column} />
                ))}
                {others.map((column) => (
                  <DifferenceCell
                    key={column.key}
                    page={page}
                    metric={metric}
                    found={compareFigures(metric, base.row, column.row)}
                  />
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** What the table shows as plain rows, for its file: figures in their units, each with its sample and interval. */
export function compareRows({
  page,
  metrics,
  columns,
}: {
  readonly page: PageKit
  readonly metrics: readonly string[]
  readonly columns: readonly ComparedColumn[]
}): { readonly columns: readonly TableColumn[]; readonly rows: readonly TableRow[] } {
  const { t } = page
  const [base, ...others] = columns
  const number = (value: number | null | undefined): TableCell => ({ value: value ?? null, text: '' })
  const heads: TableColumn[] = [
    { id: 'metric', label: t('people.metric') },
    ...columns.flatMap(({ key, name }): TableColumn[] => [
      { id: key, label: name },
      { id: `${key} n`, label: t('exports.n', { metric: name }) },
      { id: `${key} low`, label: t('exports.low', { metric: name }) },
      { id: `${key} high`, label: t('exports.high', { metric: name }) },
    ]),
    ...others.flatMap(({ key, name }): TableColumn[] => {
      const label = t('people.differenceTo', { name })
      return [
        { id: `${key} difference`, label },
        { id: `${key} difference low`, label: t('exports.low', { metric: label }) },
        { id: `${key} difference high`, label: t('exports.high', { metric: label }) },
        { id: `${key} verdict`, label: `${label} ${t('people.verdict')}` },
      ]
    }),
  ]
  const rows = metrics.flatMap((id): TableRow[] => {
    const metric = page.metric(id)
    if (!metric) return []
    const label = metricLabel(id, page)
    const cells: Record<string, TableCell> = { metric: { value: label, text: label } }
    for (const { key, row } of columns) {
      const n = nOf(row, id)
      const value = numberOf(row, id)
      const few = value !== null && isSmall(metric, n)
      cells[key] = number(few ? null : value)
      cells[`${key} n`] = number(value === null ? null : n)
      cells[`${key} low`] = number(few ? null : row?.interval?.[id]?.[0])
      cells[`${key} high`] = number(few ? null : row?.interval?.[id]?.[1])
    }
    for (const { key, row } of others) {
      const { value, interval, verdict } = compareFigures(metric, base?.row, row)
      const word = verdict === 'open' ? null : t(WORD[verdict])
      cells[`${key} difference`] = number(value)
      cells[`${key} difference low`] = number(interval?.[0])
      cells[`${key} difference high`] = number(interval?.[1])
      cells[`${key} verdict`] = { value: word, text: word ?? '' }
    }
    return [{ id, cells }]
  })
  return { columns: heads, rows }
}

function FigureCell({
  page,
  metric,
  column,
}: {
  readonly page: PageKit
  readonly metric: Metric
  readonly column: ComparedColumn
}) {
  const { f } = page
  const value = numberOf(column.row, metric.id)
  const n = nOf(column.row, metric.id)
  if (value === null) return <td className="right text-ink-3">—</td>
  const few = isSmall(metric, n)
  const interval = column.row?.interval?.[metric.id]
  const limit = column.limit(metric)
  const bad = !few && stateOf(metric, value, n, limit) === 'bad'
  const text = few ? f.n(n) : f.value(metric.unit, value, interval)
  const href = column.rowsHref(metric.id)
  const look = cx('font-[560]', few ? 'text-ink-3' : bad ? 'text-bad' : 'text-ink')
  return (
    <td className="right" data-figure={metric.id} data-column={column.key}>
      {href === undefined ? (
        <span className={look}>{text}</span>
      ) : (
        <Link href={href} prefetch={false} className={cx('num', look)} {...figureData(metric.id, value, n)}>
          {text}
        </Link>
      )}
      {few || metric.unit === 'count' ? null : (
        <span className="block text-[11px] leading-4 text-ink-3">
          {interval ? `${f.interval(metric.unit, interval, value)} · ` : ''}
          {f.n(n)}
        </span>
      )}
    </td>
  )
}

const WORD = {
  chance: 'people.chance',
  better: 'people.clearBetter',
  worse: 'people.clearWorse',
  more: 'people.clearHigher',
  fewer: 'people.clearLower',
  few: 'people.tooFew',
} as const satisfies Partial<Record<Verdict, string>>

function DifferenceCell({
  page,
  metric,
  found,
}: {
  readonly page: PageKit
  readonly metric: Metric
  readonly found: ComparedFigures
}) {
  const { t, f } = page
  const { value, interval, verdict } = found
  const word = verdict === 'open' ? null : t(WORD[verdict])
  const clear = verdict === 'better' || verdict === 'worse' || verdict === 'more' || verdict === 'fewer'
  return (
    <td data-verdict={verdict} title={interval ? intervalWords(page, metric, interval) : undefined}>
      {value === null ? (
        <span className="text-ink-3">{word ?? '—'}</span>
      ) : (
        <>
          <span className={clear ? 'font-[560] text-ink' : 'text-ink-2'}>
            {f.change(metric.unit, value, decimalsOf(value, interval))}
          </span>
          {interval ? (
            <span className="ml-2 text-caption text-ink-3">{intervalText(page, metric, interval)}</span>
          ) : null}
          {word === null ? null : (
            <span className={cx('block text-[11px] leading-4', clear ? 'text-ink' : 'text-ink-3')}>
              {word}
            </span>
          )}
        </>
      )}
    </td>
  )
}

/** Decimals of a difference of shares, in points: two where all of it lies within one point. */
function decimalsOf(value: number, interval: readonly [number, number] | null): number {
  return Math.max(Math.abs(value), ...(interval ?? []).map(Math.abs)) < 0.01 ? 2 : 1
}

/** The ends of a difference with their signs: −2.1 … +4.0 点. */
function intervalText({ f }: PageKit, metric: Metric, [low, high]: readonly [number, number]): string {
  const decimals = decimalsOf(low, [low, high])
  const signed = (value: number): string => {
    const sign = value > 0 ? '+' : value < 0 ? '−' : ''
    const size = Math.abs(value)
    return metric.unit === 'share'
      ? `${sign}${(size * 100).toFixed(decimals)}`
      : `${sign}${f.value(metric.unit, size)}`
  }
  return `${signed(low)} … ${signed(high)}`
}

function intervalWords(page: PageKit, metric: Metric, interval: readonly [number, number]): string {
  return page.t('people.differenceInterval', { interval: intervalText(page, metric, interval) })
}
