import type { Metadata } from 'next'
import { answerOf, askKept, knownTeams, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { SilencesList } from '@/components/rules/silences-list'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { SCOPE_FIELDS } from '@/lib/alerts/keys'
import { DAY, dayNumberAt, HOUR, startOfDayNumber } from '@/lib/core/zone'
import { dimensionValueName, isHiddenChannel } from '@/lib/i18n/names'
import { teamScope } from '@/lib/services/context'
import { listRules } from '@/lib/services/list-rules'
import { listSilences } from '@/lib/services/silences'
import { roleOf } from '../_shared/access'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('rules.silence.title') }
}

const MORNING = 9 * HOUR

/** While it is silent nobody is told; rules and incidents go on. */
export default async function SilencesPage() {
  const page = await pageContext()
  const { maySilence } = roleOf(page)
  const { ctx, t, locale, zone } = page
  const [asked, rules, channels, teams] = await Promise.all([
    settle(listSilences(ctx)),
    listRules(ctx),
    askKept(page, {
      metrics: ['tickets_opened'],
      dimensions: ['channel'],
      period: { preset: 'last_28_days' },
    }),
    knownTeams(page),
  ])
  const scoped = teamScope(ctx.principal) !== null
  const next = startOfDayNumber(dayNumberAt(ctx.now, zone), zone) + MORNING
  return (
    <PageBody>
      <PageHeader title={t('rules.silence.title')} trail={{ href: '/rules', text: t('rules.title') }} />
      {asked.ok ? (
        <SilencesList
          lines={asked.value.map(
            ({ id, state, from, until, endedAt, matcher, ruleId, ruleName, reason, by }) => ({
              id,
              state,
              from,
              until: endedAt ?? until,
              what: [
                ruleId === null ? t('rules.silence.anyRule') : (ruleName ?? ruleId.slice(0, 8)),
                ...SCOPE_FIELDS.flatMap((field) =>
                  matcher[field] === undefined
                    ? []
                    : [dimensionValueName(locale, field, matcher[field] ?? null)],
                ),
              ].join(' · '),
              reason,
              by,
            }),
          )}
          rules={rules.map(({ rule }) => ({ id: rule.id, name: rule.name }))}
          channels={(answerOf(channels)?.rows ?? []).flatMap((row) =>
            typeof row.channel === 'string' && row.channel !== '' && !isHiddenChannel(row.channel)
              ? [{ id: row.channel, name: dimensionValueName(locale, 'channel', row.channel) }]
              : [],
          )}
          teams={teams}
          company={!scoped}
          tomorrow={next > ctx.now + HOUR ? next : next + DAY}
          maySilence={maySilence}
        />
      ) : (
        <SectionError t={t} title={t('rules.silence.title')} code={asked.code} href="/rules/silences" />
      )}
    </PageBody>
  )
}
