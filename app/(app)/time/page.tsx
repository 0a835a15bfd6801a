import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { type Asked, answerOf, ask, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { HeatLegend, HeatMap } from '@/components/charts'
import { withParameters } from '@/components/customers/address'
import { Segment } from '@/components/customers/segment'
import {
  hourCells,
  hoursShown,
  type Ramp,
  rampOf,
  stepOf,
  type Week,
  weekOf,
} from '@/components/time/week-map'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { StateGlyph } from '@/components/ui/state-badge'
import { textOf } from '@/components/views/answers'
import { PageBody } from '@/components/views/page-header'
import { PeriodTop } from '@/components/views/period-top'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { resolvePreset } from '@/lib/core/period'
import { startOfDay } from '@/lib/core/zone'
import { weekdayNames } from '@/lib/i18n/format'
import { channelName, isHiddenChannel } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import type { Dimension, Filter, Metric, QueryResult } from '@/lib/metrics/types'
import { type IdleWeek, readIdle } from '@/lib/services/read-idle'
import { idleNight, weeklyPatterns } from '@/lib/stats/weekly'

const SHOWN = ['tickets_opened', 'frt_avg', 'frt_within_target', 'csat', 'abandon_rate', 'idle'] as const
type Shown = (typeof SHOWN)[number]
const WORSE_LOW: readonly Shown[] = ['frt_within_target', 'csat']
/** What agents' time can be narrowed by. */
const IDLE_FILTERS: readonly Dimension[] = ['team', 'agent', 'source']
/** Channels whose weekly patterns are looked for; an answer holds 10,000 rows, and 28 days have 672 hours. */
const CHANNELS = 14
const PATTERNS = 3
const PATTERN_LIMITS = { weeks: 4, above: 0.2, minPerWeek: 5 } as const
/** Signed-in hours a cell needs before its idle share is shown. */
const IDLE_LEAST = 1

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('weekTime.title') }
}

interface Part {
  readonly page: Page
  readonly view: ViewState
}

/** When it happens: the week by the hour, and what comes back each week. */
export default async function TimePage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null, 'last_28_days')
  const { t } = page
  const shown = SHOWN.find((it) => it === params.show) ?? 'tickets_opened'
  const own = shown === 'tickets_opened' ? '' : `show=${shown}`
  const part: Part = { page, view }
  return (
    <PageBody>
      <PeriodTop page={page} view={view} title={t('weekTime.title')} own={own} compare={false} calendar />
      <div className="flex flex-col gap-3 max-md:gap-0">
        <Suspense fallback={<Skeleton className="h-[268px]" />}>
          {shown === 'idle' ? <IdleMap {...part} /> : <MetricMap {...part} shown={shown} />}
        </Suspense>
        <Suspense fallback={<Skeleton className="h-[132px]" />}>
          <Sentences {...part} />
        </Suspense>
      </div>
    </PageBody>
  )
}

function choice({ page, view }: Part, shown: Shown) {
  const { t } = page
  return (
    <Segment
      label={t('weekTime.metricLabel')}
      items={SHOWN.map((it) => ({
        href: `/time${withParameters(viewQuery(view, {}, null), { show: it === 'tickets_opened' ? null : it })}`,
        text: t(`weekTime.${it}`),
        current: it === shown,
      }))}
    />
  )
}

/** 4.3 below ten, whole beyond: a mean of counts. */
function meanText(page: Page, value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : page.f.count(Math.round(value))
}

async function MetricMap({ page, view, shown }: Part & { readonly shown: Exclude<Shown, 'idle'> }) {
  const { t, f, locale, zone, ctx } = page
  const metric = metricById(shown)
  const asked = await ask(page, {
    ...question(page, view, { compare: false }),
    metrics: [shown],
    grain: 'hour',
  })
  const name = t(`weekTime.${shown}`)
  const title = t('weekTime.mapTitle', { metric: name })
  if (!asked.ok || !metric)
    return (
      <SectionError
        t={t}
        title={title}
        code={asked.ok ? 'internal' : asked.code}
        href={`?${viewQuery(view, {}, null)}`}
        message={asked.ok ? undefined : asked.message}
      />
    )
  const week = weekOf(asked.value, metric, zone, periodOf(view, zone, ctx.now))
  const count = metric.type === 'count'
  const words = (value: number) => (count ? meanText(page, value) : f.value(metric.unit, value))
  return (
    <WeekCard
      page={page}
      title={title}
      hint={
        <>
          {count ? <span>{t('weekTime.perHour')}</span> : null}
          <span>{t('weekTime.mapHint')}</span>
        </>
      }
      choice={choice({ page, view }, shown)}
      week={week}
      minSample={count ? 0 : Math.max(metric.minSample, 1)}
      worse={WORSE_LOW.includes(shown) ? 'low' : 'high'}
      words={words}
      sample={(n) => f.n(n)}
      // The mean of a count is no value of the metric.
      metric={count ? null : shown}
      href={(weekday, hour) =>
        `/tickets?${rowsQuery(view, zone, ctx.now, {
          metric: shown,
          narrow: { weekday: String(weekday), hour: String(hour) },
        })}`
      }
      lowIsWorst={WORSE_LOW.includes(shown)}
      days={weekdayNames(locale)}
    />
  )
}

/** Parameters of the idle reader, or null where other filters are set: agents' time has no channel. */
function idleQuery({ page, view }: Part, preset?: 'last_28_days'): URLSearchParams | null {
  if (view.filters.some((filter) => !IDLE_FILTERS.includes(filter.dimension))) return null
  const asked: ViewState = { ...view, calendar: null, ...(preset ? { preset, from: null, to: null } : {}) }
  return new URLSearchParams(rowsQuery(asked, page.zone, page.ctx.now))
}

async function IdleMap({ page, view }: Part) {
  const { t, f, locale } = page
  const title = t('weekTime.mapTitle', { metric: t('weekTime.idleLong') })
  const search = idleQuery({ page, view })
  const head = choice({ page, view }, 'idle')
  if (search === null) {
    return (
      <Card title={title} hint={head} className="max-md:rounded-none max-md:border-x-0">
        <Empty title={t('tile.notNarrowed')} hint={t('weekTime.unnarrowed')} />
      </Card>
    )
  }
  const asked = await settle(readIdle(page.ctx, search))
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href="?show=idle" />
  const week: Week = Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const cell = asked.value.cells.find((it) => it.weekday === day + 1 && it.hour === hour)
      return cell === undefined || cell.signed <= 0
        ? { value: null, n: 0 }
        : { value: 1 - cell.busy / cell.signed, n: cell.signed / 3600 }
    }),
  )
  return (
    <WeekCard
      page={page}
      title={title}
      hint={<span>{t('weekTime.mapHintIdle')}</span>}
      choice={head}
      week={week}
      minSample={IDLE_LEAST}
      worse="high"
      words={(value) => f.share(value)}
      sample={(n) => t('weekTime.signed', { hours: f.count(Math.round(n)) })}
      lowIsWorst={false}
      days={weekdayNames(locale)}
      nothing={t('weekTime.noCapacity')}
    />
  )
}

function WeekCard({
  page,
  title,
  hint,
  choice: head,
  week,
  minSample,
  worse,
  words,
  sample,
  metric = null,
  href,
  lowIsWorst,
  days,
  nothing,
}: {
  readonly page: Page
  readonly title: string
  readonly hint: React.ReactNode
  readonly choice: React.ReactNode
  readonly week: Week
  readonly minSample: number
  readonly worse: 'high' | 'low'
  readonly words: (value: number) => string
  readonly sample: (n: number) => string
  /** the metric the cells are values of; null = of none */
  readonly metric?: string | null
  readonly href?: (weekday: number, hour: number) => string
  readonly lowIsWorst: boolean
  readonly days: readonly string[]
  readonly nothing?: string
}) {
  const { t } = page
  const any = week.some((day) => day.some((hour) => hour.n > 0))
  // Without an hour of enough cases there is no ramp: the hours say how few they have.
  const ramp: Ramp | null = any ? rampOf(week, minSample, worse) : null
  const [first, last] = hoursShown(week)
  const hours = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const when = (day: number, hour: number) => `${days[day] ?? ''} ${t('board.hour', { hour })}`
  const judged = week.flatMap((day, d) =>
    day.flatMap((hour, h) =>
      hour.value !== null && hour.n >= minSample && hour.n > 0 ? [{ d, h, value: hour.value }] : [],
    ),
  )
  const most = judged.reduce<(typeof judged)[number] | null>(
    (best, it) =>
      best === null || (worse === 'high' ? it.value > best.value : it.value < best.value) ? it : best,
    null,
  )
  return (
    <Card
      title={title}
      hint={hint}
      aside={<span className="w-7" />}
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="week_map"
    >
      <div className="pr-12 pb-3 pl-4 max-md:pr-16 max-md:pl-5">{head}</div>
      {!any ? (
        <Empty title={nothing ?? t('tile.noData')} hint={t('tickets.emptyHint')} />
      ) : (
        <div className="px-4 pb-3 max-md:px-5">
          <HeatMap
            label={title}
            columns={hours.map(String)}
            rows={week.map((day, d) => ({
              name: days[d] ?? '',
              cells: hours.map((h) => {
                const hour = day[h]
                if (!hour || hour.value === null) return { step: null, title: when(d, h), value: '—', n: '' }
                const shown = { title: when(d, h), value: words(hour.value), n: sample(hour.n) }
                if (hour.n === 0) return { step: 0, ...shown }
                const link = href
                  ? {
                      href: href(d + 1, h),
                      ...(metric === null ? {} : { figure: { metric, value: hour.value, n: hour.n } }),
                    }
                  : {}
                // Few cases say how few, not what they make.
                if (hour.n < minSample || ramp === null)
                  return { step: 'few' as const, ...shown, value: shown.n, n: '', ...link }
                return { step: stepOf(hour.value, ramp), ...shown, ...link }
              }),
            }))}
          />
          <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
            {ramp === null ? (
              <span className="text-caption text-ink-3">{t('weekTime.allFew', { least: minSample })}</span>
            ) : (
              <HeatLegend
                low={`${ramp.beyond ? (worse === 'high' ? '≥ ' : '≤ ') : ''}${words(ramp.dark)}`}
                high={words(ramp.pale)}
              />
            )}
            {most === null ? null : (
              <span className="text-caption text-ink-2">
                {t(lowIsWorst ? 'weekTime.lowest' : 'weekTime.worst', {
                  when: when(most.d, most.h),
                  value: words(most.value),
                })}
              </span>
            )}
          </div>
        </div>
      )}
    </Card>
  )
}

interface Sentence {
  readonly key: string
  readonly text: string
  readonly advice: string | null
  readonly href: string
}

/** 10–12, and 23–6 across midnight. */
const span = (from: number, to: number): string => `${from}–${to > 24 ? to - 24 : to}`
const hoursOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => String((from + i) % 24)).join(',')

async function Sentences(part: Part) {
  const { page, view } = part
  const { t, ctx, zone } = page
  const title = t('weekTime.sentences')
  const weeks = resolvePreset('last_28_days', ctx.now, zone)
  const four: ViewState = { ...view, preset: 'last_28_days', from: null, to: null }
  const known = narrowable(['frt_avg', 'tickets_opened'], view.filters)
  const idle = idleQuery(part, 'last_28_days')
  const [channels, nights, volume] = await Promise.all([
    ask(page, {
      // Without today: each weekday is there four times, whole.
      period: {
        from: new Date(weeks.from - 86_400_000).toISOString(),
        to: new Date(startOfDay(ctx.now, zone)).toISOString(),
      },
      filters: view.filters,
      ...(view.calendar ? { calendar: view.calendar } : {}),
      metrics: known,
      dimensions: ['channel'],
      grain: 'hour',
      orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
      limit: CHANNELS,
    }),
    idle === null ? null : settle(readIdle(ctx, idle)),
    ask(page, { ...question(page, four, { compare: false }), metrics: ['tickets_opened'], grain: 'hour' }),
  ])
  if (!channels.ok)
    return <SectionError t={t} title={title} code={channels.code} href={`?${viewQuery(view, {}, null)}`} />
  const from = weeks.from - 86_400_000
  const sentences = [
    ...patternSentences(part, channels.value, from),
    ...nightSentence(part, nights),
    ...peakSentence(part, answerOf(volume), weeks),
  ]
  return (
    <Card
      title={title}
      hint={
        <>
          <span>{t('period.last_28_days')}</span>
          <span>{t('weekTime.sentencesHint')}</span>
        </>
      }
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="week_sentences"
    >
      {sentences.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-body text-ink-3 max-md:px-5">
          {t('weekTime.nothing')}
        </p>
      ) : (
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence.key} className="border-t border-line" data-sentence={sentence.key}>
              <Link
                href={sentence.href}
                prefetch={false}
                className="flex items-baseline gap-2 px-4 py-2.5 hover:bg-accent max-md:px-5"
              >
                <span className="relative top-px">
                  <StateGlyph state={sentence.advice === null ? 'ok' : 'watch'} size="11px" />
                </span>
                <span className="text-body text-ink">
                  {sentence.text}
                  {sentence.advice === null ? null : <span className="text-ink-2"> {sentence.advice}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function patternSentences({ page, view }: Part, answer: QueryResult, from: number): Sentence[] {
  const { t, f, locale, zone, ctx } = page
  const metric: Metric | undefined = metricById('frt_avg')
  if (!metric) return []
  const byChannel = new Map<string | null, QueryResult['rows'][number][]>()
  for (const row of answer.rows) {
    const channel = textOf(row, 'channel')
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), row])
  }
  const found = [...byChannel].flatMap(([channel, rows]) =>
    isHiddenChannel(channel)
      ? []
      : weeklyPatterns(hourCells({ ...answer, rows }, metric, zone, from), PATTERN_LIMITS)
          .slice(0, 1)
          .map((pattern) => ({ channel, pattern })),
  )
  const cost = (it: (typeof found)[number]) => (it.pattern.value - it.pattern.usual) * it.pattern.n
  const days = weekdayNames(locale)
  const whole: ViewState = {
    ...view,
    preset: null,
    from: new Date(from).toISOString(),
    to: new Date(startOfDay(ctx.now, zone)).toISOString(),
  }
  return found
    .sort((a, b) => cost(b) - cost(a))
    .slice(0, PATTERNS)
    .map(({ channel, pattern }) => {
      const own: Filter = { dimension: 'channel', op: 'in', values: [channel] }
      return {
        key: `pattern-${channel ?? ''}`,
        text: t('weekTime.pattern', {
          weekday: days[pattern.weekday - 1] ?? '',
          hours: span(pattern.fromHour, pattern.toHour),
          channel: channelName(locale, channel),
          value: f.durationWords(pattern.value),
          usual: f.durationWords(pattern.usual),
          above: f.share(pattern.above),
          weeks: f.list(pattern.weeks.map((value) => f.duration(value))),
          n: f.count(pattern.n),
        }),
        advice: t('weekTime.patternDo'),
        href: `/tickets?${rowsQuery(whole, zone, ctx.now, {
          metric: 'frt_avg',
          filters: [own],
          narrow: { weekday: String(pattern.weekday), hour: hoursOf(pattern.fromHour, pattern.toHour) },
        })}`,
      }
    })
}

function nightSentence({ page, view }: Part, asked: Asked<IdleWeek> | null): Sentence[] {
  if (asked === null || !asked.ok) return []
  const { t, f } = page
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const own = asked.value.cells.filter((cell) => cell.hour === hour)
    return {
      hour,
      signed: own.reduce((sum, cell) => sum + cell.signed, 0),
      busy: own.reduce((sum, cell) => sum + cell.busy, 0),
    }
  })
  const night = idleNight(hours, asked.value.days)
  if (night === null) return []
  const people = Math.round(night.people * 10) / 10
  return [
    {
      key: 'night',
      text: t('weekTime.night', {
        hours: span(night.fromHour, night.toHour),
        signed: f.count(Math.round(night.signed / 3600)),
        idle: f.count(Math.round(night.idle / 3600)),
        share: f.share(night.share),
        days: asked.value.days,
      }),
      advice:
        people > night.enough
          ? t('weekTime.nightDo', { people, enough: night.enough })
          : t('weekTime.nightEnough', { people }),
      href: `/time${withParameters(viewQuery(view, {}, null), { show: 'idle' })}`,
    },
  ]
}

function peakSentence(
  { page, view }: Part,
  answer: QueryResult | null,
  weeks: { readonly from: number; readonly to: number },
): Sentence[] {
  const metric = metricById('tickets_opened')
  if (answer === null || !metric) return []
  const { t, locale, zone, ctx } = page
  const week = weekOf(answer, metric, zone, weeks)
  const all = week.flat().flatMap((hour) => (hour.value === null ? [] : [hour.value]))
  const usual = all.reduce((sum, value) => sum + value, 0) / Math.max(all.length, 1)
  let best: { readonly day: number; readonly hour: number; readonly value: number } | null = null
  for (const [day, hours] of week.entries()) {
    for (const [hour, { value }] of hours.entries()) {
      if (value !== null && value > (best?.value ?? 0)) best = { day, hour, value }
    }
  }
  // An average shown as 0 is nothing to be so many times of.
  if (best === null || usual < 0.05 || best.value < usual * 1.5) return []
  const four: ViewState = { ...view, preset: 'last_28_days', from: null, to: null }
  return [
    {
      key: 'peak',
      text: t('weekTime.peak', {
        when: `${weekdayNames(locale)[best.day] ?? ''} ${t('board.hour', { hour: best.hour })}`,
        value: meanText(page, best.value),
        usual: meanText(page, usual),
        times: Math.round((best.value / usual) * 10) / 10,
      }),
      advice: null,
      href: `/tickets?${rowsQuery(four, zone, ctx.now, {
        metric: 'tickets_opened',
        narrow: { weekday: String(best.day + 1), hour: String(best.hour) },
      })}`,
    },
  ]
}
