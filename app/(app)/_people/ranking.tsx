import Link from 'next/link'
import { ask, settle } from '@/app/ask'
import { question } from '@/app/question'
import { agentHref, agentName, mayOpen } from '@/components/people/agent-names'
import { FairRanking } from '@/components/people/fair-ranking'
import { metricLabel } from '@/components/people/labels'
import { LinkMenu } from '@/components/people/link-menu'
import { joinQuery, type PeopleParams, peopleQuery } from '@/components/people/page-params'
import { BASES, standingsFromAnswer, standingsOf } from '@/components/people/standings'
import { cx } from '@/components/ui/classes'
import { SectionError } from '@/components/views/section-error'
import { rowsQuery, type ViewState, viewQuery } from '@/components/views/view-state'
import { isHiddenChannel } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { readCaseMix } from '@/lib/services/read-case-mix'
import { type Part, valueNaming } from './sections'

/**
 * Agents, teams or channels of the page compared fairly by one metric. Periods over a month come from the query door
 * and have raw figures only.
 */
export async function Ranking({
  page,
  view,
  others,
  names,
  by,
  metrics,
  params,
  whom,
  title,
}: Part & {
  readonly others: ViewState
  readonly by: 'agent' | 'team' | 'channel'
  readonly metrics: readonly string[]
  readonly params: PeopleParams
  readonly whom: string
  readonly title: string
}) {
  const { t, zone, ctx } = page
  const id = params.rank ?? metrics[0] ?? ''
  const metric = metricById(id)
  if (!metric) return null
  const asking = { ...question(page, view, { compare: false }), metric: id, by }
  const mix = await settle(readCaseMix(ctx, asking))
  const cases = mix.ok ? mix.value : null
  let standings = cases === null ? null : standingsOf(cases, metric, by)
  let note = t('people.adjustWords')
  if (standings === null) {
    const plain = await ask(page, {
      ...question(page, view, { compare: false }),
      metrics: [id],
      dimensions: [by],
      limit: 500,
      intervals: true,
    })
    if (!plain.ok)
      return <SectionError t={t} title={title} code={plain.code} href={`?${viewQuery(others)}`} />
    standings = standingsFromAnswer(plain.value, id, by)
    note = mix.ok ? t('people.adjustLong') : t('people.adjustFailed')
  }
  if (by === 'channel')
    standings = { ...standings, all: standings.all.filter(({ key }) => !isHiddenChannel(key)) }
  const basis = cases === null ? 'raw' : params.basis
  const { nameOf, pageOf } = valueNaming({ page, view, names })
  const href = (changes: Partial<PeopleParams>) =>
    `?${joinQuery(viewQuery(others), peopleQuery(params, changes))}`
  return (
    <FairRanking
      page={page}
      metric={metric}
      standings={standings}
      basis={basis}
      whom={whom}
      title={title}
      note={note}
      countWord={(count) => t(by === 'agent' ? 'people.countPeople' : 'people.countTeams', { count })}
      of={(key) => ({
        name: by === 'agent' ? agentName(names, key) : nameOf(by, key),
        href:
          by === 'agent'
            ? agentHref(names, key, viewQuery(view, { filters: withoutAgent(view) }))
            : pageOf(by, key),
        own: by === 'agent' && key === names.own,
        rowsHref:
          by === 'agent' && !mayOpen(names, key)
            ? undefined
            : `/tickets?${rowsQuery(view, zone, ctx.now, {
                metric: id,
                filters: [{ dimension: by, op: 'in', values: [key] }],
              })}`,
      })}
      controls={
        <>
          <LinkMenu
            label={t('people.rankMetric')}
            strong
            current={id}
            items={metrics.map((it) => ({
              id: it,
              text: metricLabel(it, page),
              href: href({ rank: it === metrics[0] ? null : it }),
            }))}
          />
          {cases === null ? null : (
            <nav
              aria-label={t('people.adjusted')}
              className="flex h-[26px] items-stretch divide-x divide-line-2 overflow-hidden rounded-control border border-line-2 max-md:h-11 max-md:rounded-phone"
            >
              {BASES.map((it) => (
                <Link
                  key={it}
                  href={href({ basis: it })}
                  prefetch={false}
                  scroll={false}
                  aria-current={basis === it ? 'true' : undefined}
                  className={cx(
                    'flex items-center px-2 text-caption whitespace-nowrap max-md:px-3',
                    basis === it ? 'bg-accent font-[600] text-ink' : 'text-ink-2 hover:bg-accent',
                  )}
                >
                  {t(`people.${it}`)}
                </Link>
              ))}
            </nav>
          )}
        </>
      }
    />
  )
}

const withoutAgent = (view: ViewState) =>
  view.filters.filter((it) => it.dimension !== 'agent' && it.dimension !== 'team')
