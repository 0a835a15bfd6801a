import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { type EditedMetric, TargetsEditor } from '@/components/metric-targets/targets-editor'
import type { SearchParams } from '@/components/views/view-state'
import type { Locale } from '@/lib/i18n/locale'
import { METRICS } from '@/lib/metrics/catalogue'
import { targetDraft } from '@/lib/metrics/target-draft'
import { targetOp } from '@/lib/metrics/target-overrides'
import { getMetricTargets } from '@/lib/services/get-metric-targets'
import { listChannels } from '@/lib/services/list-channels'
import { listTeams } from '@/lib/services/list-teams'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.metricTargets') }
}

/** What the editor needs of every metric that can have a target. */
function edited(locale: Locale): EditedMetric[] {
  return METRICS.filter((metric) => targetOp(metric) !== null).map(
    ({ id, type, unit, polarity, dimensions, target, group, text }) => ({
      id,
      type,
      unit,
      polarity,
      dimensions,
      target,
      group,
      label: text[locale].label,
      words: [id, text.zh.label, text.en.label, ...text.zh.synonyms, ...text.en.synonyms]
        .join(' ')
        .toLowerCase(),
    }),
  )
}

/** The company's own targets of metrics; `?metric=csat` opens one. */
export default async function MetricTargetsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const { metric } = await searchParams
  return (
    <SectionPage
      section="metricTargets"
      load={async ({ ctx }) => {
        const [targets, channels, teams] = await Promise.all([
          getMetricTargets(ctx),
          listChannels(ctx),
          listTeams(ctx),
        ])
        return { targets, channels, teams }
      }}
      show={({ targets, channels, teams }, { locale, t }, role) => {
        const metrics = edited(locale)
        return (
          <TargetsEditor
            key={JSON.stringify(targets)}
            metrics={metrics}
            groups={[...new Set(metrics.map(({ group }) => group))].map((group) => ({
              group,
              name: t(`catalogue.group.${group}`),
            }))}
            initial={targetDraft(metrics, targets, locale)}
            channels={channels}
            teams={teams}
            opened={typeof metric === 'string' ? metric : null}
            mayWrite={role === 'admin'}
          />
        )
      }}
    />
  )
}
