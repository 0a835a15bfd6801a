import type { Metadata } from 'next'
import Link from 'next/link'
import { answerOf, ask, knownTeams, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { EditImprovement } from '@/components/improvements/edit-improvement'
import { ImprovementTable } from '@/components/improvements/improvement-table'
import type { ImprovementChoices } from '@/components/improvements/types'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { channelName, isHiddenChannel } from '@/lib/i18n/names'
import { METRICS } from '@/lib/metrics/catalogue'
import { teamScope } from '@/lib/services/context'
import { listColleagues } from '@/lib/services/list-colleagues'
import { listImprovements } from '@/lib/services/list-improvements'
import { managesTasks } from '@/lib/services/task-reach'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('improvements.title') }
}

/** The improvement list (服务改进清单). */
export default async function ImprovementsPage() {
  const page = await pageContext()
  const { ctx, t } = page
  const manages = managesTasks(ctx)
  const [asked, choices] = await Promise.all([
    settle(listImprovements(ctx)),
    manages ? improvementChoices(page) : null,
  ])
  return (
    <PageBody>
      <PageHeader title={t('improvements.title')}>
        <Link className={button({})} href="/review">
          {t('review.title')}
        </Link>
        {choices === null ? null : <EditImprovement choices={choices} />}
      </PageHeader>
      <div className="pt-3">
        {!asked.ok ? (
          <SectionError
            t={t}
            title={t('improvements.title')}
            code={asked.code}
            href="/improvements"
            message={asked.message}
          />
        ) : asked.value.length === 0 ? (
          <Card title={t('improvements.title')}>
            <Empty title={t('improvements.emptyTitle')} hint={t('improvements.emptyHint')} />
          </Card>
        ) : (
          <ImprovementTable
            page={page}
            rows={asked.value}
            title={t('improvements.title')}
            choices={choices}
          />
        )}
      </div>
    </PageBody>
  )
}

/** Metrics of moments cannot be compared by days. */
const measurable = METRICS.filter(
  ({ type, polarity }) => type !== 'gauge' && type !== 'scan' && polarity !== 'none',
)

async function improvementChoices(page: Page): Promise<ImprovementChoices> {
  const { ctx, t, locale } = page
  const [people, teams, channels] = await Promise.all([
    listColleagues(ctx),
    knownTeams(page),
    ask(page, { metrics: ['tickets_opened'], dimensions: ['channel'], period: { preset: 'last_28_days' } }),
  ])
  const units = {
    seconds: t('improvements.unit.seconds'),
    share: t('improvements.unit.share'),
    count: '',
    score: t('improvements.unit.score'),
    points: t('improvements.unit.score'),
    people: '',
    money: '',
  }
  return {
    people,
    teams,
    wholeCompany: teamScope(ctx.principal) === null,
    channels: (answerOf(channels)?.rows ?? []).flatMap(({ channel }) =>
      typeof channel === 'string' && !isHiddenChannel(channel)
        ? [{ value: channel, label: channelName(locale, channel) }]
        : [],
    ),
    metrics: measurable.map(({ id, unit, text }) => ({
      id,
      label: text[locale].label,
      unit: units[unit],
      share: unit === 'share',
    })),
  }
}
