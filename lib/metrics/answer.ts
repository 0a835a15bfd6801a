/**
 * From collected figures to the answer of a query: which groups, which rows, in which order, compared with
 * what, and what to be warned of. Knows nothing of where figures come from: a collector does.
 */
import { formatInZone } from '@/lib/core/grain'
import { comparePeriods } from '@/lib/core/period'
import { compareCodePoints, type Instant } from '@/lib/facts/event'
import { isSmallSample } from '@/lib/stats/wilson'
import { metricById } from './catalogue'
import {
  bucketOfNow,
  type Cells,
  type Group,
  type GroupKey,
  INTERVAL_VALUES,
  poolQuestions,
  type Question,
  segmentsOf,
} from './cells'
import { DIMENSION_TEXT, TIME_TEXT } from './dimensions'
import { type AskedMetric, calendarOf, type Figure, onClock } from './formula'
import { bucketsOf, MAX_ROWS, tooManyRows } from './plan'
import type { Grain, Locale, Measure, MetricQuery, QueryResult, QueryRow } from './types'

export type AnswerSource = 'rollup' | 'facts' | 'live'

export interface Collected {
  readonly cells: Cells
  readonly sources: ReadonlySet<AnswerSource>
  /** sums whose means got no interval, for there are too many values */
  readonly without?: ReadonlySet<Measure>
}

/** Answers a question with figures; the database and the reference are collectors. */
export type Collect = (question: Question, grain: Grain | null) => Promise<Collected>

/** What is known of the data as a whole when the question is asked. */
export interface Standing {
  readonly now: Instant
  readonly zone: string
  readonly locale: Locale
  /** start of the first bucket that holds anything; null = there is no data at all */
  readonly dataFrom: Instant | null
  /** instant up to which all accepted events are in the figures; null = nothing was ever accepted */
  readonly completeUntil: Instant | null
  readonly sources: readonly { readonly source: string; readonly lastEventAt: Instant | null }[]
  /** whether any business calendar is set */
  readonly calendarSet: boolean
}

interface Asked {
  readonly question: Question
  /** starts of the buckets as rows name them */
  readonly times: readonly string[]
  /** the stretches of each bucket: one, or one in each period of an average */
  readonly stretches: readonly (readonly { readonly from: Instant; readonly to: Instant }[])[]
}

const DAY = 86_400_000

function ask(
  query: MetricQuery,
  metrics: readonly AskedMetric[],
  period: MetricQuery['period'],
  standing: Standing,
  live: boolean,
): Asked {
  const { times, boundaries } = bucketsOf(period, query.grain, standing.zone)
  return asked(query.grain === null ? [''] : times.map((time) => formatInZone(time, standing.zone)), {
    metrics,
    dimensions: query.dimensions,
    filters: query.filters,
    scope: query.scope,
    boundaries,
    grained: query.grain !== null,
    live,
    ...(query.intervals === true ? { intervals: true } : {}),
    now: standing.now,
    zone: standing.zone,
  })
}

function asked(times: readonly string[], question: Question): Asked {
  const stretches: { from: Instant; to: Instant }[][] = []
  for (const { bucket, from, to } of segmentsOf(question)) {
    const of = stretches[bucket] ?? []
    of.push({ from, to })
    stretches[bucket] = of
  }
  return { times, question, stretches }
}

interface Before extends Asked {
  /** the latest first */
  readonly periods: readonly { readonly from: Instant; readonly to: Instant }[]
}

/** What a query is compared with: a period, or several as one that has no more buckets than the query. */
function askBefore(
  query: MetricQuery,
  metrics: readonly AskedMetric[],
  buckets: number,
  standing: Standing,
): Before | null {
  if (query.compare === null) return null
  const periods = comparePeriods(query.period, query.compare, standing.zone)
  const each = periods.map((period) => ask(query, metrics, period, standing, false))
  const [latest] = each
  if (latest === undefined) return null
  if (each.length === 1) return { ...latest, periods }
  const pooled = poolQuestions(each.map(({ question }) => question).reverse(), buckets)
  return { ...asked(latest.times, pooled), periods }
}

/** The metrics of a query on the clocks it means. */
export function askedMetrics(query: Pick<MetricQuery, 'metrics' | 'calendar'>): readonly AskedMetric[] {
  return query.metrics.flatMap((id) => {
    const metric = metricById(id)
    return metric === undefined ? [] : [{ metric, calendar: calendarOf(metric, query.calendar) }]
  })
}

function compareValues(a: string | number | null, b: string | number | null, sign: 1 | -1): number {
  if (a === b) return 0
  // No value comes last, whichever way the rest runs.
  if (a === null) return 1
  if (b === null) return -1
  if (typeof a === 'string' && typeof b === 'string') return sign * compareCodePoints(a, b)
  return a < b ? -sign : sign
}

function compareKeys(a: GroupKey, b: GroupKey): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareValues(a[i] ?? null, b[i] ?? null, 1)
    if (order !== 0) return order
  }
  return 0
}

/** Whether the asker has no team, or names only teams that are not the asker's: then there are no rows at all. */
function seesNothing({ scope, filters }: MetricQuery): boolean {
  if (scope === null) return false
  return (
    scope.length === 0 ||
    filters.some(
      ({ dimension, op, values }) =>
        dimension === 'team' &&
        op === 'in' &&
        !values.some((value) => value !== null && scope.includes(value)),
    )
  )
}

/** The groups to show: by the query's order over the whole period, the most counted first where it names none. */
async function pickGroups(
  query: MetricQuery,
  question: Question,
  cells: Cells,
  collect: Collect,
): Promise<{ readonly keys: readonly GroupKey[]; readonly truncated: boolean }> {
  if (seesNothing(query)) return { keys: [], truncated: false }
  if (query.dimensions.length === 0) return { keys: [[]], truncated: false }
  const keys = [...cells.groups.values()].map((group) => group.key).sort(compareKeys)
  if (keys.length <= query.limit) return { keys, truncated: false }
  const { from, to } = query.period
  const totals = question.grained
    ? (await collect({ ...question, boundaries: [from, to], grained: false, intervals: false }, null)).cells
    : cells
  const orders = query.orderBy.filter(({ id }) => id !== 'time')
  const rank = (a: GroupKey, b: GroupKey): number => {
    for (const { id, direction } of orders) {
      const sign = direction === 'asc' ? 1 : -1
      const dimension = (query.dimensions as readonly string[]).indexOf(id)
      const metric = query.metrics.indexOf(id)
      const rankBy = (key: GroupKey) =>
        dimension >= 0
          ? (key[dimension] ?? null)
          : (totals.find(key)?.figures.get(0)?.[metric]?.value ?? null)
      const order = compareValues(rankBy(a), rankBy(b), sign)
      if (order !== 0) return order
    }
    if (orders.length === 0) {
      const counted = (key: GroupKey) => totals.find(key)?.figures.get(0)?.[0]?.n ?? 0
      const order = counted(b) - counted(a)
      if (order !== 0) return order
    }
    return compareKeys(a, b)
  }
  return { keys: keys.sort(rank).slice(0, query.limit).sort(compareKeys), truncated: true }
}

/** The figure of a metric where nothing was collected: a count of nothing is 0 where there is data, else no data. */
function nothing(
  { metric }: AskedMetric,
  { question }: Asked,
  bucket: number,
  inData: number,
  standing: Standing,
): Figure {
  if (metric.type === 'gauge') {
    const here = standing.dataFrom !== null && bucket === bucketOfNow(question)
    const counted = metric.gauge === 'queue_now' && here
    return { value: counted ? 0 : null, n: 0 }
  }
  return { value: metric.type === 'count' && inData > 0 ? 0 : null, n: 0 }
}

/** How many stretches of a bucket lie in the time of the data. */
function stretchesInData({ stretches }: Asked, bucket: number, { dataFrom, now }: Standing): number {
  if (dataFrom === null) return 0
  return (stretches[bucket] ?? []).filter(({ from, to }) => from <= now && to > dataFrom).length
}

interface Line {
  readonly key: GroupKey
  readonly bucket: number
  readonly row: QueryRow
}

function makeRow(
  query: MetricQuery,
  asked: Asked,
  group: Group | undefined,
  key: GroupKey,
  bucket: number,
  standing: Standing,
): QueryRow {
  const { question, times } = asked
  const figures = group?.figures.get(bucket)
  const row: Record<string, string | number | null> = {}
  query.dimensions.forEach((dimension, i) => {
    row[dimension] = key[i] ?? null
  })
  const time = times[bucket]
  if (query.grain !== null && time !== undefined) row.time = time
  const n: Record<string, number> = {}
  const interval: Record<string, readonly [number, number]> = {}
  const provisional: string[] = []
  const end = Math.min(asked.stretches[bucket]?.at(-1)?.to ?? 0, standing.now)
  const inData = stretchesInData(asked, bucket, standing)
  question.metrics.forEach((metric, i) => {
    const { id, matureAfterSeconds } = metric.metric
    const figure = figures?.[i] ?? nothing(metric, asked, bucket, inData, standing)
    // Of several periods a count is the mean of one.
    row[id] =
      question.pooled !== undefined && metric.metric.type === 'count' && figure.value !== null && inData > 0
        ? figure.value / inData
        : figure.value
    n[id] = figure.n
    if (figure.interval !== undefined) interval[id] = figure.interval
    if (figure.n > 0 && matureAfterSeconds > 0 && end + matureAfterSeconds * 1000 > standing.now)
      provisional.push(id)
  })
  return {
    ...row,
    n,
    ...(Object.keys(interval).length > 0 ? { interval } : {}),
    ...(provisional.length > 0 ? { provisional } : {}),
  }
}

function sortLines(query: MetricQuery, lines: Line[]): Line[] {
  const cellOf = (line: Line, id: string): string | number | null => {
    if (id === 'time') return line.bucket
    const value = line.row[id]
    return typeof value === 'string' || typeof value === 'number' ? value : null
  }
  return lines.sort((a, b) => {
    for (const { id, direction } of query.orderBy) {
      const order = compareValues(cellOf(a, id), cellOf(b, id), direction === 'asc' ? 1 : -1)
      if (order !== 0) return order
    }
    return compareKeys(a.key, b.key) || a.bucket - b.bucket
  })
}

type Warning = QueryResult['meta']['warnings'][number]
const SILENT_AFTER = 3_600_000

function warningsOf(
  query: MetricQuery,
  asked: readonly AskedMetric[],
  rows: readonly QueryRow[],
  truncated: boolean,
  standing: Standing,
): Warning[] {
  const { locale, now, zone } = standing
  const warnings: Warning[] = []
  const warn = (code: string, zh: string, en: string) => {
    warnings.push({ code, message: locale === 'zh' ? zh : en })
  }
  const label = (id: string) => metricById(id)?.text[locale].label ?? id
  const names = (ids: readonly string[]) => ids.map(label).join(locale === 'zh' ? '、' : ', ')
  const at = (instant: Instant) => formatInZone(instant, zone)

  if (truncated) {
    warn(
      'truncated',
      `维度取值超过 ${query.limit} 组，只列出其中 ${query.limit} 组；加大 limit 或加筛选可看其余。`,
      `There are more than ${query.limit} groups; these are ${query.limit} of them. Raise the limit or filter to see the others.`,
    )
  }
  const small = asked.filter(({ metric }) =>
    rows.some((row) => row[metric.id] !== null && isSmallSample(row.n[metric.id] ?? 0, metric.minSample)),
  )
  if (small.length > 0) {
    const ids = small.map(({ metric }) => metric.id)
    warn('small_sample', `样本过少：${names(ids)}。`, `Few values behind: ${names(ids)}.`)
  }
  const moving = asked.filter(({ metric }) => rows.some((row) => row.provisional?.includes(metric.id)))
  if (moving.length > 0) {
    const ids = moving.map(({ metric }) => metric.id)
    warn('provisional', `仍可能变动：${names(ids)}。`, `May still move by definition: ${names(ids)}.`)
  }
  const gauges = asked.filter(({ metric }) => metric.type === 'gauge')
  if (gauges.length > 0 && (query.period.from > now || query.period.to <= now)) {
    const ids = gauges.map(({ metric }) => metric.id)
    warn(
      'state_of_now',
      `${names(ids)}是此刻的状态，与所选时段无关。`,
      `The state now, whatever the period: ${names(ids)}.`,
    )
  }
  const clocks = new Set(
    asked.filter(({ metric }) => metric.unit === 'seconds').map(({ calendar }) => calendar),
  )
  if (query.calendar === null && standing.calendarSet && clocks.size > 1) {
    warn(
      'mixed_calendars',
      '各指标按各自的默认口径计时，全时与工作时间并存；可用 calendar 统一。',
      'The metrics run on their own default clocks, all hours and business hours; name one with "calendar".',
    )
  }
  const { dataFrom, completeUntil } = standing
  if (dataFrom !== null && query.period.from < dataFrom - DAY) {
    warn('before_data', `数据始于 ${at(dataFrom)}。`, `The data begins at ${at(dataFrom)}.`)
  }
  if (completeUntil !== null && completeUntil < Math.min(now, query.period.to) - 1000) {
    warn(
      'catching_up',
      `数据处理到 ${at(completeUntil)}，其后的事件尚未计入。`,
      `Everything up to ${at(completeUntil)} is in; later events are on their way.`,
    )
  }
  const silent = standing.sources.filter(
    ({ lastEventAt }) =>
      lastEventAt !== null &&
      lastEventAt < now - SILENT_AFTER &&
      lastEventAt > now - 7 * DAY &&
      lastEventAt < query.period.to - SILENT_AFTER &&
      lastEventAt >= query.period.from,
  )
  if (silent.length > 0) {
    const list = silent.map(({ source }) => source).join(', ')
    warn('stale_source', `数据源超过一小时没有新事件：${list}。`, `No events for over an hour from: ${list}.`)
  }
  return warnings
}

/** Means that were to have intervals and have none. */
function intervalWarnings(
  asked: readonly AskedMetric[],
  collected: readonly (Collected | null)[],
  locale: Locale,
): Warning[] {
  const without = asked.filter(
    ({ metric, calendar }) =>
      metric.type === 'mean' &&
      collected.some((found) => found?.without?.has(onClock(metric.sum, calendar)) === true),
  )
  if (without.length === 0) return []
  const names = without.map(({ metric }) => metric.text[locale].label)
  const most = INTERVAL_VALUES.toLocaleString('en')
  return [
    {
      code: 'no_intervals',
      message:
        locale === 'zh'
          ? `单个数值超过 ${most} 个，未计算区间：${names.join('、')}；缩短时段即可。`
          : `No intervals, for there are more than ${most} values: ${names.join(', ')}. A shorter period has them.`,
    },
  ]
}

function columnsOf(query: MetricQuery, asked: readonly AskedMetric[]): QueryResult['columns'] {
  return [
    ...query.dimensions.map((id) => ({ id, kind: 'dimension' as const, label: DIMENSION_TEXT[id] })),
    ...(query.grain === null ? [] : [{ id: 'time', kind: 'time' as const, label: TIME_TEXT }]),
    ...asked.map(({ metric }) => ({
      id: metric.id,
      kind: 'metric' as const,
      unit: metric.unit,
      label: { zh: metric.text.zh.label, en: metric.text.en.label },
    })),
  ]
}

function sourceOf(sources: ReadonlySet<AnswerSource>): QueryResult['meta']['source'] {
  if (sources.has('rollup')) return sources.has('facts') ? 'rollup+facts' : 'rollup'
  return sources.has('facts') ? 'facts' : 'live'
}

/**
 * The answer of a checked query; `elapsed` tells the milliseconds it took so far. Throws `invalid_query` where
 * the answer would be too long.
 */
export async function answer(
  query: MetricQuery,
  standing: Standing,
  collect: Collect,
  elapsed: () => number,
): Promise<QueryResult> {
  const { zone } = standing
  const metrics = askedMetrics(query)
  const main = ask(query, metrics, query.period, standing, true)
  const before = askBefore(query, metrics, main.times.length, standing)
  const [collected, earlier] = await Promise.all([
    collect(main.question, query.grain),
    before === null ? null : collect(before.question, query.grain),
  ])
  const { keys, truncated } = await pickGroups(query, main.question, collected.cells, collect)
  const count = keys.length * main.times.length
  if (count > MAX_ROWS) throw tooManyRows(`${count} rows`)
  const lines = keys.flatMap((key) => {
    const group = collected.cells.find(key)
    return main.times.map(
      (_, bucket): Line => ({ key, bucket, row: makeRow(query, main, group, key, bucket, standing) }),
    )
  })
  const sorted = sortLines(query, lines)
  const rows = sorted.map(({ row }) => row)
  return {
    query: {
      metrics: query.metrics,
      dimensions: query.dimensions,
      grain: query.grain,
      period: {
        from: formatInZone(query.period.from, zone),
        to: formatInZone(query.period.to, zone),
        ...(query.period.preset === undefined ? {} : { preset: query.period.preset }),
      },
      filters: query.filters,
      calendar: query.calendar,
      calendars: Object.fromEntries(metrics.map(({ metric, calendar }) => [metric.id, calendar])),
      compare: query.compare,
      ...(query.intervals === true ? { intervals: true } : {}),
      orderBy: query.orderBy,
      limit: query.limit,
      zone,
      ...(query.scope === null ? {} : { teams: query.scope }),
    },
    columns: columnsOf(query, metrics),
    rows,
    comparison:
      before === null || earlier === null
        ? null
        : {
            period: {
              from: formatInZone(before.periods.at(-1)?.from ?? 0, zone),
              to: formatInZone(before.periods[0]?.to ?? 0, zone),
            },
            ...(before.periods.length === 1
              ? {}
              : {
                  periods: before.periods.map(({ from, to }) => ({
                    from: formatInZone(from, zone),
                    to: formatInZone(to, zone),
                  })),
                }),
            rows: sorted.map(({ key, bucket }) =>
              makeRow(query, before, earlier.cells.find(key), key, bucket, standing),
            ),
          },
    meta: {
      source: sourceOf(new Set([...collected.sources, ...(earlier?.sources ?? [])])),
      completeUntil: standing.completeUntil === null ? null : formatInZone(standing.completeUntil, zone),
      freshness: standing.sources.flatMap(({ source, lastEventAt }) =>
        lastEventAt === null
          ? []
          : [{ source, lagSeconds: Math.max(0, Math.floor((standing.now - lastEventAt) / 1000)) }],
      ),
      truncated,
      tookMs: elapsed(),
      warnings: [
        ...warningsOf(query, metrics, rows, truncated, standing),
        ...intervalWarnings(metrics, [collected, earlier], standing.locale),
      ],
    },
  }
}
