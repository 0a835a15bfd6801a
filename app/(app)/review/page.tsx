import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { answerOf, ask, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { question } from '@/app/question'
import { ImprovementTable } from '@/components/improvements/improvement-table'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { SkeletonTable } from '@/components/ui/skeleton'
import { KpiSection, KpiSkeleton } from '@/components/views/kpi-section'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { parseView, type SearchParams, type ViewState } from '@/components/views/view-state'
import { dateText, dayNumberAt, parseDate, startOfDayNumber, weekdayOf } from '@/lib/core/zone'
import { GRADES } from '@/lib/follow-up/task'
import { listImprovements } from '@/lib/services/list-improvements'
import { readWeek } from '@/lib/services/read-week'

const FIGURES = ['tickets_opened', 'frt_avg', 'frt_within_target', 'fcr', 'csat', 'complaint_rate'] as const

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('review.title') }
}

interface Part {
  readonly page: Page
  readonly from: number
  readonly to: number
}

/** A week looked back on: its figures, what burnt, what was done, and whether improvements did something. */
export default async function ReviewPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const { week } = await searchParams
  const { t, f, zone, ctx } = page
  const today = dayNumberAt(ctx.now, zone)
  const thisMonday = today - (weekdayOf(today) - 1)
  const asked = typeof week === 'string' ? parseDate(week) : null
  // Mondays only, and none to come; the last whole week where nothing is asked.
  const monday = asked === null ? thisMonday - 7 : Math.min(thisMonday, asked - (weekdayOf(asked) - 1))
  const from = startOfDayNumber(monday, zone)
  const to = startOfDayNumber(monday + 7, zone)
  const view = parseView(
    { from: dateText(monday), to: dateText(monday + 6), compare: 'previous_period' },
    'previous_period',
  )
  const href = (day: number) => `/review?week=${dateText(day)}`
  return (
    <PageBody>
      <PageHeader
        title={t('review.title')}
        trail={{ href: '/improvements', text: t('improvements.title') }}
        badge={<span className="text-body text-ink-2">{f.period(from, to)}</span>}
      >
        <Link className={button({})} href={href(monday - 7)}>
          {t('review.previous')}
        </Link>
        {monday < thisMonday ? (
          <Link className={button({})} href={href(monday + 7)}>
            {t('review.next')}
          </Link>
        ) : null}
      </PageHeader>
      <div className="flex flex-col gap-3 pt-3 max-md:gap-0" key={monday}>
        <Suspense fallback={<KpiSkeleton count={6} />}>
          <Figures page={page} view={view} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={5} />}>
          <Week page={page} from={from} to={to} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={5} />}>
          <Improvements page={page} />
        </Suspense>
      </div>
    </PageBody>
  )
}

async function Figures({ page, view }: { readonly page: Page; readonly view: ViewState }) {
  const [now, spark] = await Promise.all([
    ask(page, { ...question(page, view), metrics: FIGURES }),
    ask(page, { ...question(page, view, { compare: false }), metrics: FIGURES, grain: 'day' }),
  ])
  return (
    <KpiSection
      page={page}
      ids={FIGURES}
      asked={FIGURES}
      view={view}
      now={answerOf(now)}
      spark={answerOf(spark)}
      code={now.ok ? null : now.code}
    />
  )
}

async function Week({ page, from, to }: Part) {
  const { t, f, ctx } = page
  const asked = await settle(readWeek(ctx, { from, to }))
  if (!asked.ok) {
    return (
      <SectionError
        t={t}
        title={t('review.incidents')}
        code={asked.code}
        href="/review"
        message={asked.message}
      />
    )
  }
  const { incidents, tasks, grades, suggestions } = asked.value
  const gradeOf = (grade: string | null) => grades.find((it) => it.grade === grade)?.n ?? 0
  const seconds = (ms: number | null) => f.durationWords(ms === null ? null : ms / 1000)
  return (
    <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-4 max-md:gap-0">
      <Counts
        title={t('review.incidents')}
        href="/incidents"
        link={t('review.seeAll')}
        rows={[
          [t('review.opened'), f.integer(incidents.opened)],
          [t('review.acknowledgedIn'), seconds(incidents.acknowledgedMs)],
          [t('review.recoveredIn'), seconds(incidents.recoveredMs)],
          [
            t('review.acted'),
            incidents.opened === 0 ? '—' : f.value('share', incidents.acted / incidents.opened),
          ],
          [t('review.stillOpen'), f.integer(incidents.stillOpen)],
        ]}
      />
      <Counts
        title={t('review.tasks')}
        href="/tasks"
        link={t('review.seeAll')}
        rows={[
          [t('review.made'), f.integer(tasks.made)],
          [t('review.done'), f.integer(tasks.done)],
          [t('review.onTime'), tasks.done === 0 ? '—' : f.value('share', tasks.onTime / tasks.done)],
          [t('review.overdue'), f.integer(tasks.overdue)],
        ]}
      />
      <Counts
        title={t('review.complaints')}
        href="/tasks?kind=complaint"
        link={t('review.seeAll')}
        rows={[
          ...GRADES.map(
            (grade) => [t(`tasks.grades.${grade}`), f.integer(gradeOf(grade))] as const,
          ).reverse(),
          [t('review.ungraded'), f.integer(gradeOf(null))],
        ]}
      />
      <Counts
        title={t('review.suggestions')}
        href="/complaints#suggestions"
        link={t('review.seeAll')}
        rows={[
          [t('review.decided'), f.integer(suggestions.decided)],
          [t('review.adopted'), f.integer(suggestions.adopted)],
        ]}
      />
    </div>
  )
}

function Counts({
  title,
  href,
  link,
  rows,
}: {
  readonly title: string
  readonly href: string
  readonly link: string
  readonly rows: readonly (readonly [string, string])[]
}) {
  return (
    <Card
      title={title}
      aside={
        <Link href={href} className="hover:text-ink hover:underline">
          {link}
        </Link>
      }
    >
      <dl className="flex flex-col px-4 pb-3 max-md:px-5">
        {rows.map(([label, value]) => (
          <div
            key={label}
            className="flex items-baseline justify-between gap-3 border-t border-line py-1.5 first:border-0"
          >
            <dt className="text-body text-ink-2">{label}</dt>
            <dd className="text-card font-[600] text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

async function Improvements({ page }: { readonly page: Page }) {
  const { t, ctx } = page
  const asked = await settle(listImprovements(ctx))
  if (!asked.ok || asked.value.length === 0) return null
  return <ImprovementTable page={page} rows={asked.value} title={t('review.improvements')} choices={null} />
}
