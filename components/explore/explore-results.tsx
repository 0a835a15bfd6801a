import Link from 'next/link'
import { AnnotatedTrend } from '@/components/annotations/annotated-trend'
import type { Notes } from '@/components/annotations/note-store'
import { type Bar, Bars, HeatLegend, Lines, Matrix, type TrendData } from '@/components/charts'
import { PictureMenu } from '@/components/charts/picture-menu'
import { DataTable, type TableCell, type TableColumn, type TableRow } from '@/components/tables/data-table'
import { Card } from '@/components/ui/card'
import { figureData } from '@/components/ui/figure-data'
import { Empty } from '@/components/ui/notice'
import { isSmall, nOf, numberOf, stateOf, textOf } from '@/components/views/answers'
import { fileQuery } from '@/components/views/file-query'
import { metricCell } from '@/components/views/metric-table'
import type { PageKit } from '@/components/views/page-kit'
import { noteScopeOf } from '@/components/views/trend-section'
import { rowsQuery, type ViewState } from '@/components/views/view-state'
import { nextBucket } from '@/lib/core/grain'
import { formatInZone } from '@/lib/core/zone'
import { dimensionValueName, inSentence } from '@/lib/i18n/names'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import type { Dimension, Filter, Limit, Metric, QueryResult, QueryRow } from '@/lib/metrics/types'
import { type ChartForm, type ExploreState, MOST_LINES } from './explore-state'

/** Groups small multiples show; the table has all. */
const MOST_MULTIPLES = 12
const MOST_BARS = 40

interface Answer {
  readonly page: PageKit
  readonly view: ViewState
  readonly state: ExploreState
  readonly period: { readonly from: number; readonly to: number }
  readonly result: QueryResult
  readonly totals: QueryResult | null
  /** the notes of the view's period; null = they could not be read, and the browser asks for them */
  readonly notes: Notes | null
}

/** The target that holds for a row: kinds of channel that differ are judged on a channel's row only. */
function limitOf(metric: Metric, row: QueryRow, by: readonly Dimension[], view: ViewState): Limit | null {
  const own = Object.fromEntries(by.map((dimension) => [dimension, textOf(row, dimension)]))
  return targetAt(metric, { ...scopeOf(view.filters), ...own }, 'none')
}

/** What narrows a page to the group of a row. */
const filtersOf = (state: ExploreState, row: QueryRow): Filter[] =>
  state.by.map((dimension) => ({ dimension, op: 'in', values: [textOf(row, dimension)] }))

/** Query of the rows behind a whole line, of whose rows one is given. */
function rowsOfLine({ page, view, state }: Answer, metric: Metric, row: QueryRow | undefined) {
  if (!row || !hasTickets(metric)) return {}
  const filters = filtersOf(state, row)
  return { rows: rowsQuery(view, page.zone, page.ctx.now, { metric: metric.id, filters }) }
}

/** Address of the rows behind one figure: the page's filters, the row's values, and its bucket of time. */
function behind({ page, view, state }: Answer, metric: Metric, row: QueryRow): string | undefined {
  if (!hasTickets(metric)) return `/catalogue?metric=${metric.id}`
  const filters = filtersOf(state, row)
  if (row.time === undefined || state.grain === null) {
    return `/tickets?${rowsQuery(view, page.zone, page.ctx.now, { metric: metric.id, filters })}`
  }
  const from = Date.parse(row.time)
  const to = nextBucket(from, state.grain, page.zone)
  const bucket: ViewState = {
    ...view,
    preset: null,
    from: formatInZone(from, page.zone),
    to: formatInZone(to, page.zone),
  }
  return `/tickets?${rowsQuery(bucket, page.zone, page.ctx.now, { metric: metric.id, filters })}`
}

function groupName(answer: Answer, row: QueryRow): string {
  const { page, state } = answer
  return state.by
    .map((dimension) => dimensionValueName(page.locale, dimension, textOf(row, dimension)))
    .join(' · ')
}

interface Group {
  readonly name: string
  readonly rows: readonly QueryRow[]
  readonly before: readonly (QueryRow | undefined)[]
}

/** Rows by group in the order of the answer, each with the rows of its comparison. */
function groupsOf(answer: Answer): readonly Group[] {
  const groups = new Map<string, { rows: QueryRow[]; before: (QueryRow | undefined)[] }>()
  answer.result.rows.forEach((row, i) => {
    const name = groupName(answer, row)
    const group = groups.get(name) ?? { rows: [], before: [] }
    group.rows.push(row)
    group.before.push(answer.result.comparison?.rows[i])
    groups.set(name, group)
  })
  return [...groups].map(([name, group]) => ({ name, ...group }))
}

/** How many groups an answer has. */
export function groupCount(state: ExploreState, result: QueryResult): number {
  if (state.by.length === 0) return 1
  return new Set(result.rows.map((row) => state.by.map((it) => textOf(row, it) ?? '').join('\u0000'))).size
}

/** The answer of the explore page: its picture, if it has one, and all of it as a table. */
export function ExploreResults({ answer, form }: { readonly answer: Answer; readonly form: ChartForm }) {
  const { page, result } = answer
  const { t } = page
  const empty = result.rows.every((row) => answer.state.metrics.every((id) => numberOf(row, id) === null))
  if (result.rows.length === 0 || empty) {
    return (
      <div className="card">
        <Empty title={t('explore.noRows')} hint={t('explore.noRowsHint')} />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {form === 'table' ? null : <Picture answer={answer} form={form} />}
      {form === 'figures' ? null : <Figures answer={answer} />}
    </div>
  )
}

function Picture({ answer, form }: { readonly answer: Answer; readonly form: ChartForm }) {
  const metrics = answer.state.metrics.flatMap((id) => answer.page.metric(id) ?? [])
  if (form === 'figures') return <Totals answer={answer} />
  if (form === 'lines' && answer.state.by.length > 0) {
    return metrics.map((metric) => <LinesCard key={metric.id} answer={answer} metric={metric} />)
  }
  if (form === 'lines' || form === 'multiples') return <Multiples answer={answer} metrics={metrics} />
  if (form === 'bars') {
    return (
      <div className={metrics.length > 1 ? 'grid grid-cols-2 gap-3 max-lg:grid-cols-1' : undefined}>
        {metrics.map((metric) => (
          <BarsCard key={metric.id} answer={answer} metric={metric} />
        ))}
      </div>
    )
  }
  return metrics.map((metric) => <HeatCard key={metric.id} answer={answer} metric={metric} />)
}

function Totals({ answer }: { readonly answer: Answer }) {
  const { page, state, result } = answer
  const row = result.rows[0]
  const before = result.comparison?.rows[0]
  if (!row) return null
  return (
    <div className="card grid grid-cols-[repeat(auto-fit,minmax(190px,1fr))] overflow-hidden">
      {state.metrics.map((id) => {
        const metric = page.metric(id)
        if (!metric) return null
        const value = numberOf(row, id)
        const n = nOf(row, id)
        const few = value !== null && isSmall(metric, n)
        const verdict = few ? null : stateOf(metric, value, n, limitOf(metric, row, [], answer.view))
        const past = numberOf(before, id)
        const shown = few ? page.f.n(n) : page.f.value(metric.unit, value, row.interval?.[id])
        const interval = row.interval?.[id]
        return (
          <div key={id} className="-ml-px border-l border-line px-4 py-3.5" data-figure={id}>
            <p className="text-body font-[540] text-ink-2">{metric.text[page.locale].label}</p>
            <Link
              href={behind(answer, metric, row) ?? ''}
              prefetch={false}
              {...figureData(id, value, n)}
              className={`num block text-kpi font-[600] tracking-[-0.03em] ${
                verdict === 'bad' ? 'text-bad' : few || value === null ? 'text-ink-3' : 'text-ink'
              }`}
            >
              {shown}
            </Link>
            <p className="flex justify-between gap-3 text-caption text-ink-3">
              <span>{metric.unit === 'count' || few ? '' : page.f.n(n)}</span>
              <span>
                {result.comparison
                  ? value === null || past === null
                    ? '—'
                    : page.f.change(metric.unit, value - past)
                  : interval
                    ? page.f.interval(metric.unit, interval, value ?? undefined)
                    : ''}
              </span>
            </p>
          </div>
        )
      })}
    </div>
  )
}

function trendData(answer: Answer, metric: Metric, group: Group): TrendData {
  const { page, view, period } = answer
  const { t, f } = page
  const { id } = metric
  const first = group.rows[0]
  const limit = first ? limitOf(metric, first, answer.state.by, view) : null
  const points = group.rows.map((row) => ({
    at: Date.parse(row.time ?? ''),
    value: numberOf(row, id),
    n: nOf(row, id),
  }))
  const last = points.findLast((point) => point.value !== null)
  return {
    unit: metric.unit,
    name: t('board.thisLine'),
    points,
    target:
      limit === null
        ? null
        : {
            value: limit.value,
            op: limit.op,
            label: t('board.target_label', { target: f.value(metric.unit, limit.value) }),
          },
    ...(answer.result.comparison && view.compare
      ? {
          compare: {
            name: t(`compare.${view.compare}`),
            points: points.map((point, i) => ({ at: point.at, value: numberOf(group.before[i], id) })),
          },
        }
      : {}),
    ...(answer.state.grain === null || first === undefined || !hasTickets(metric)
      ? {}
      : {
          rows: {
            metric: id,
            query: rowsQuery(view, page.zone, page.ctx.now, {
              metric: id,
              filters: filtersOf(answer.state, first),
            }),
            grain: answer.state.grain,
            from: period.from,
            to: period.to,
          },
        }),
    state: last ? (stateOf(metric, last.value, last.n, limit) ?? 'ok') : 'none',
    from: period.from,
    to: Math.max(period.to, ...points.map((point) => point.at)),
  }
}

function Multiples({ answer, metrics }: { readonly answer: Answer; readonly metrics: readonly Metric[] }) {
  const { page, state, period } = answer
  const all = groupsOf(answer)
  const groups = all.slice(0, MOST_MULTIPLES)
  const scope = noteScopeOf(answer.view, period, page.zone)
  const charts = metrics.flatMap((metric) => groups.map((group) => ({ metric, group })))
  const single = charts.length === 1
  return (
    <>
      {all.length > groups.length ? (
        <p className="px-1 text-caption text-ink-3 max-md:px-5">
          <Shown page={page} shown={groups.length} all={all.length} />
        </p>
      ) : null}
      <div className={single ? undefined : 'grid grid-cols-2 gap-3 max-lg:grid-cols-1 2xl:grid-cols-3'}>
        {charts.map(({ metric, group }) => {
          const label = metric.text[page.locale].label
          const title =
            state.by.length === 0 ? label : metrics.length === 1 ? group.name : `${group.name} · ${label}`
          return (
            <Card
              key={`${metric.id} ${group.name}`}
              title={title}
              hint={<span>{state.by.length > 0 && metrics.length === 1 ? label : ''}</span>}
              aside={<span className="w-7" />}
            >
              <AnnotatedTrend
                data={trendData(answer, metric, group)}
                label={`${title}, ${page.f.period(period.from, period.to)}`}
                className={`${single ? 'h-[300px]' : 'h-[180px]'} px-1 pb-1`}
                scope={scope}
                brought={answer.notes}
              />
            </Card>
          )
        })}
      </div>
    </>
  )
}

function LinesCard({ answer, metric }: { readonly answer: Answer; readonly metric: Metric }) {
  const { page, period } = answer
  const label = metric.text[page.locale].label
  const groups = groupsOf(answer)
  return (
    <Card
      title={label}
      hint={<Shown page={page} shown={MOST_LINES} all={groups.length} />}
      aside={<span className="w-16 max-md:w-24" />}
    >
      <Lines
        series={groups.slice(0, MOST_LINES).map(({ name, rows }) => ({
          name,
          ...rowsOfLine(answer, metric, rows[0]),
          points: rows.map((row) => ({
            at: Date.parse(row.time ?? ''),
            value: numberOf(row, metric.id),
            n: nOf(row, metric.id),
          })),
        }))}
        unit={metric.unit}
        from={period.from}
        to={period.to}
        grain={answer.state.grain}
        label={`${label}, ${page.f.period(period.from, period.to)}`}
      />
    </Card>
  )
}

function Shown({
  page,
  shown,
  all,
}: {
  readonly page: PageKit
  readonly shown: number
  readonly all: number
}) {
  const { t } = page
  return (
    <span>
      {t('explore.groups', { count: all })}
      {all > shown ? ` · ${t('explore.groupsShown', { shown })}` : ''}
    </span>
  )
}

function BarsCard({ answer, metric }: { readonly answer: Answer; readonly metric: Metric }) {
  const { page, result, state } = answer
  const { f, t } = page
  const label = metric.text[page.locale].label
  const rows = result.rows.filter((row) => numberOf(row, metric.id) !== null)
  const limits = new Set(rows.map((row) => limitOf(metric, row, state.by, answer.view)?.value ?? null))
  const [only] = [...limits]
  const bars = rows.slice(0, MOST_BARS).map((row): Bar => {
    const value = numberOf(row, metric.id)
    const n = nOf(row, metric.id)
    const few = isSmall(metric, n)
    const limit = limitOf(metric, row, state.by, answer.view)
    const verdict = few ? null : stateOf(metric, value, n, limit)
    const href = behind(answer, metric, row)
    return {
      name: groupName(answer, row),
      value,
      text: few ? '' : f.value(metric.unit, value, row.interval?.[metric.id]),
      ...(metric.unit === 'count' ? {} : { note: f.n(n) }),
      look: few
        ? 'few'
        : verdict === 'bad' || (limit === null && metric.target === null)
          ? 'beyond'
          : 'within',
      ...(href ? { href, figure: { metric: metric.id, value, n } } : {}),
    }
  })
  return (
    <Card
      title={label}
      hint={<Shown page={page} shown={MOST_BARS} all={result.rows.length} />}
      aside={<PictureMenu />}
      bodyClassName="px-4 pb-3"
    >
      {bars.length === 0 ? (
        <p className="py-4 text-body text-ink-3">{t('tile.noData')}</p>
      ) : (
        <Bars
          bars={bars}
          label={label}
          target={
            limits.size === 1 && only !== null && only !== undefined
              ? { value: only, text: t('board.target_label', { target: f.value(metric.unit, only) }) }
              : null
          }
        />
      )}
    </Card>
  )
}

function HeatCard({ answer, metric }: { readonly answer: Answer; readonly metric: Metric }) {
  const { page, result, state } = answer
  const { f, t, locale, zone } = page
  const label = metric.text[locale].label
  const [across, second] = state.by
  const columnOf = (row: QueryRow): string => {
    if (second) return dimensionValueName(locale, second, textOf(row, second))
    const at = Date.parse(row.time ?? '')
    if (state.grain === 'hour' || state.grain === '15m') return `${f.axisDay(at)} ${f.time(at)}`
    return f.axisDay(at)
  }
  const rowOf = (row: QueryRow) => dimensionValueName(locale, across ?? '', textOf(row, across ?? ''))
  const columns = [...new Set(result.rows.map(columnOf))]
  const names = [...new Set(result.rows.map(rowOf))]
  const cells = new Map(result.rows.map((row) => [`${rowOf(row)}\u0000${columnOf(row)}`, row]))
  const least = Math.max(metric.minSample, 1)
  const judged = result.rows.flatMap((row) => {
    const value = numberOf(row, metric.id)
    return value === null || (metric.minSample > 1 && nOf(row, metric.id) < least) ? [] : [value]
  })
  const low = Math.min(...judged)
  const high = Math.max(...judged)
  // The end far from the ground is the worse one; a figure that is neither good nor bad rises towards it.
  const worst = metric.polarity === 'up' ? low : high
  const best = metric.polarity === 'up' ? high : low
  const step = (value: number) =>
    high === low ? 0 : Math.min(6, Math.max(0, Math.round(((value - best) / (worst - best)) * 6)))
  return (
    <Card
      title={label}
      hint={<span>{f.period(answer.period.from, answer.period.to)}</span>}
      aside={<PictureMenu />}
      bodyClassName="px-4 pb-3"
    >
      {judged.length === 0 ? (
        <p className="py-4 text-body text-ink-3">{t('tile.noData')}</p>
      ) : (
        <>
          <Matrix
            label={label}
            columns={columns}
            rows={names.map((name) => ({
              name,
              cells: columns.map((column) => {
                const row = cells.get(`${name}\u0000${column}`)
                const value = numberOf(row, metric.id)
                const title = `${name} · ${column}`
                if (!row || value === null) return { step: null, text: '—', title: `${title}: —` }
                const text = f.value(metric.unit, value)
                const n = nOf(row, metric.id)
                const href = behind({ ...answer, page: { ...page, zone } }, metric, row)
                const few = metric.minSample > 1 && n < least
                return {
                  step: few ? 'few' : step(value),
                  text: few ? f.n(n) : text,
                  title: few ? `${title}: ${f.n(n)}` : `${title}: ${text} · ${f.n(n)}`,
                  ...(href ? { href, figure: { metric: metric.id, value, n } } : {}),
                }
              }),
            }))}
          />
          <div className="mt-2">
            <HeatLegend low={f.value(metric.unit, worst)} high={f.value(metric.unit, best)} />
          </div>
        </>
      )}
    </Card>
  )
}

function Figures({ answer }: { readonly answer: Answer }) {
  const { page, state, result, totals, view } = answer
  const { t, f, locale } = page
  const compared = result.comparison !== null
  const metrics = state.metrics.flatMap((id) => answer.page.metric(id) ?? [])
  const columns: TableColumn[] = [
    ...state.by.map(
      (dimension): TableColumn => ({ id: dimension, label: t(`dimension.${dimension}`), fixed: true }),
    ),
    ...(state.grain === null
      ? []
      : [{ id: 'time', label: t('board.time'), fixed: true, first: 'asc', width: 176 } as const]),
    ...metrics.flatMap((metric): TableColumn[] => [
      {
        id: metric.id,
        label: metric.text[locale].label,
        metric: metric.id,
        hint: metric.text[locale].definition,
        align: 'right',
      },
      ...(compared
        ? [
            {
              id: `${metric.id}:change`,
              label: t('compare.against', {
                what: view.compare ? inSentence(t(`compare.${view.compare}`)) : '',
              }),
              align: 'right',
            } as const,
          ]
        : []),
    ]),
  ]
  const days = state.grain === 'day' || state.grain === 'week' || state.grain === 'month'
  const line = (row: QueryRow, before: QueryRow | undefined, id: string): TableRow => {
    const cells: Record<string, TableCell> = {}
    for (const dimension of state.by) {
      const value = textOf(row, dimension)
      cells[dimension] = { value, text: dimensionValueName(locale, dimension, value) }
    }
    if (row.time !== undefined) {
      cells.time = { value: row.time, text: days ? f.date(row.time) : f.dateTime(row.time) }
    }
    for (const metric of metrics) {
      const href = behind(answer, metric, row)
      cells[metric.id] = metricCell(page, row, metric.id, {
        limit: limitOf(metric, row, state.by, answer.view),
        ...(href ? { href } : {}),
      })
      if (compared) {
        const now = numberOf(row, metric.id)
        const past = numberOf(before, metric.id)
        const delta = now === null || past === null ? null : now - past
        cells[`${metric.id}:change`] = {
          value: delta,
          text: delta === null ? '—' : f.change(metric.unit, delta),
          quiet: true,
        }
      }
    }
    return { id, cells }
  }
  const rows = result.rows.map((row, i) => line(row, result.comparison?.rows[i], String(i)))
  const total = totals?.rows[0]
  return (
    <DataTable
      id={`explore-${state.by.join('-')}${state.grain ? '-time' : ''}`}
      label={`${t('explore.title')} ${metrics.map((metric) => metric.text[locale].label).join(' ')}`.slice(
        0,
        120,
      )}
      title={t('explore.tableTitle')}
      hint={<span>{t('table.rows', { count: f.integer(rows.length) })}</span>}
      columns={columns}
      rows={rows}
      download={{ kind: 'query', query: fileQuery(result) }}
      foot={
        <footer className="flex flex-wrap items-center gap-x-5 gap-y-1 border-t border-line px-4 py-2.5 text-body max-md:px-5">
          {total ? (
            <>
              <span className="text-ink-2">{t('explore.total')}</span>
              {metrics.map((metric) => (
                <span key={metric.id} className="text-ink-3" data-total-of={metric.id}>
                  {metric.text[locale].label}{' '}
                  <Link
                    href={
                      behind({ ...answer, state: { ...state, by: [], grain: null } }, metric, total) ?? ''
                    }
                    prefetch={false}
                    {...figureData(metric.id, numberOf(total, metric.id), nOf(total, metric.id))}
                    className="num font-[600] text-ink"
                  >
                    {f.value(metric.unit, numberOf(total, metric.id))}
                  </Link>
                  {metric.unit === 'count' ? null : ` · ${f.n(nOf(total, metric.id))}`}
                </span>
              ))}
            </>
          ) : null}
          {result.meta.truncated ? (
            <span className="text-caption text-ink-3">{t('tickets.truncated')}</span>
          ) : null}
        </footer>
      }
    />
  )
}
