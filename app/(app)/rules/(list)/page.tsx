import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { type RuleLine, RulesList } from '@/components/rules/rules-list'
import { button } from '@/components/ui/button'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { conditionText } from '@/lib/alerts/rule-text'
import { listRules } from '@/lib/services/list-rules'
import { roleOf } from '../_shared/access'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('rules.title') }
}

/** Every rule: whether it fires, what it says, whom it tells, what it came to, and whether it is evaluated as planned. */
export default async function RulesPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const page = await pageContext()
  const { mayWrite } = roleOf(page)
  const { ctx, t, f } = page
  const [{ show }, asked] = await Promise.all([searchParams, settle(listRules(ctx))])
  const rules = asked.ok ? asked.value : []
  const total = (field: 'planned' | 'done' | 'caughtUp' | 'missed') =>
    rules.reduce((sum, { record }) => sum + record[field], 0)
  const lag = Math.max(0, ...rules.map(({ record }) => record.lagMs))
  const lines = rules.map(
    ({ rule, about, toFill, ladder, record }): RuleLine => ({
      id: rule.id,
      name: rule.name,
      about,
      toFill,
      preset: rule.preset !== null,
      enabled: rule.enabled,
      severity: rule.severity,
      condition: conditionText(rule, page),
      ladder,
      open: record.open,
      incidents: record.incidents,
      lastAt: record.lastAt,
      timed: rule.kind === 'conversation' || rule.kind === 'sla',
      planned: record.planned,
      done: record.done + record.caughtUp,
      missed: record.missed,
      failed: record.failed,
    }),
  )
  return (
    <PageBody>
      <PageHeader
        title={t('rules.title')}
        badge={
          asked.ok ? (
            <span className="text-caption text-ink-3">
              {t('rules.count', {
                on: rules.filter(({ rule }) => rule.enabled).length,
                count: rules.length,
              })}
            </span>
          ) : null
        }
      >
        <Link href="/rules/ladders" className={button()}>
          {t('rules.ladders')}
        </Link>
        <Link href="/rules/silences" className={button()}>
          {t('rules.silences')}
        </Link>
        {mayWrite ? (
          <Link href="/rules/new" className={button({ look: 'primary' })}>
            <Plus size={14} aria-hidden />
            {t('rules.new')}
          </Link>
        ) : null}
      </PageHeader>
      {asked.ok ? (
        <>
          <p className="flex flex-wrap gap-x-4 py-3 text-body text-ink-2 max-md:px-5">
            <span>
              {total('planned') === 0
                ? t('rules.healthNone')
                : t('rules.health', {
                    planned: f.count(total('planned')),
                    done: f.count(total('done')),
                    caught: f.count(total('caughtUp')),
                    missed: f.count(total('missed')),
                  })}
            </span>
            {lag > 0 ? (
              <span className="text-ink-3">
                {t('rules.healthLag', { lag: f.durationWords(Math.ceil(lag / 1000)) })}
              </span>
            ) : null}
          </p>
          <RulesList lines={lines} show={typeof show === 'string' ? show : 'all'} mayWrite={mayWrite} />
        </>
      ) : (
        <SectionError t={t} title={t('rules.title')} code={asked.code} href="/rules" />
      )}
    </PageBody>
  )
}
