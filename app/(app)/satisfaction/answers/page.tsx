import type { Metadata } from 'next'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { withParameters } from '@/components/customers/address'
import { Pager } from '@/components/customers/pager'
import { Segment } from '@/components/customers/segment'
import { AnswerRows } from '@/components/satisfaction/answer-rows'
import { SURVEYS, surveyOf } from '@/components/satisfaction/kinds'
import { ExportMenu } from '@/components/tables/export-menu'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { PageBody } from '@/components/views/page-header'
import { PeriodTop } from '@/components/views/period-top'
import { SectionError } from '@/components/views/section-error'
import { parseView, rowsQuery, type SearchParams, viewQuery } from '@/components/views/view-state'
import { listAnswers } from '@/lib/services/list-answers'
import { namesFor } from '../../_people/names'

const PAGE_SIZE = 100
const OWN = ['kind', 'band', 'frt', 'commented', 'cursor'] as const
const BANDS = ['low', 'middle', 'high'] as const

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('satisfaction.answersTitle') }
}

/** The answers behind a figure or a bar, newest first. */
export default async function AnswersPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null, 'last_28_days')
  const { t, f, ctx, zone } = page
  const one = (key: string) => (typeof params[key] === 'string' ? params[key] : '')
  const own = withParameters(
    '',
    Object.fromEntries(OWN.filter((key) => key !== 'cursor').map((key) => [key, one(key)])),
  ).slice(1)
  const search = new URLSearchParams(rowsQuery({ ...view, calendar: null }, zone, ctx.now))
  for (const key of OWN) if (one(key) !== '') search.set(key, one(key))
  const all = search.toString()
  search.set('limit', String(PAGE_SIZE))
  const asked = await settle(listAnswers(ctx, search))
  const address = [viewQuery(view, {}, null), own].filter((part) => part !== '').join('&')
  const at = (changes: Readonly<Record<string, string | null>>) =>
    `/satisfaction/answers${withParameters(address, changes)}`
  const kind = surveyOf(one('kind'))
  const band = BANDS.find((it) => it === one('band')) ?? null
  const words = {
    low: t('satisfaction.bandLow'),
    middle: t('satisfaction.bandMiddle'),
    high: t('satisfaction.bandHigh'),
  }
  const frt = {
    quick: t('satisfaction.frtQuick'),
    usual: t('satisfaction.frtUsual'),
    slow: t('satisfaction.frtSlow'),
  }
  const asFrt = one('frt')
  return (
    <PageBody>
      <PeriodTop
        page={page}
        view={view}
        title={t(one('commented') === 'true' ? 'satisfaction.comments' : 'satisfaction.answersTitle')}
        trail={{ href: '/satisfaction', text: t('satisfaction.title') }}
        own={own}
        compare={false}
      />
      {asked.ok ? (
        <Card
          title={t('satisfaction.answers')}
          hint={
            <>
              <span data-total={asked.value.total}>
                {t('satisfaction.answersHint', { total: f.integer(asked.value.total) })}
              </span>
              {asFrt in frt ? <span className="text-ink-2">{frt[asFrt as keyof typeof frt]}</span> : null}
            </>
          }
          aside={
            asked.value.total === 0 ? null : (
              <ExportMenu download={{ kind: 'answers', query: all }} label={t('satisfaction.answersTitle')} />
            )
          }
          className="max-md:rounded-none max-md:border-x-0"
        >
          <div className="flex flex-wrap gap-2 px-4 pb-3 max-md:px-5">
            <Segment
              label={t('satisfaction.bandLabel')}
              items={[null, ...BANDS].map((it) => ({
                href: at({ band: it }),
                text: it === null ? t('satisfaction.bandAll') : words[it],
                current: it === band,
              }))}
            />
            <Segment
              label={t('satisfaction.kindLabel')}
              items={[null, ...SURVEYS].map((it) => ({
                href: at({ kind: it }),
                text: it === null ? t('satisfaction.kindAll') : t(`surveyKind.${it}`),
                current: it === kind,
              }))}
            />
          </div>
          {asked.value.rows.length === 0 ? (
            <Empty title={t('satisfaction.noComments')} hint={t('satisfaction.noCommentsHint')} />
          ) : (
            <AnswerRows page={page} names={await namesFor(params)} rows={asked.value.rows} />
          )}
          <Pager
            first={one('cursor') === '' ? null : { href: at({}), text: t('satisfaction.first') }}
            next={
              asked.value.nextCursor === null
                ? null
                : {
                    href: at({ cursor: asked.value.nextCursor }),
                    text: t('satisfaction.next', { count: PAGE_SIZE }),
                  }
            }
          />
        </Card>
      ) : (
        <SectionError
          t={t}
          title={t('satisfaction.answers')}
          code={asked.code}
          href={at({})}
          message={asked.message}
        />
      )}
    </PageBody>
  )
}
