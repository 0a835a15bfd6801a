import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { PictureMenu } from '@/components/charts/picture-menu'
import { ShareBars } from '@/components/complaints/share-bars'
import { withParameters } from '@/components/customers/address'
import { CausesEditor } from '@/components/incidents/causes-editor'
import { DataTable, type TableColumn, type TableRow } from '@/components/tables/data-table'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { SkeletonTable } from '@/components/ui/skeleton'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  periodOf,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { type AlarmQuality, readAlarmQuality } from '@/lib/services/read-alarm-quality'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('incidents.quality.title') }
}

/** Whether the rules are of use: how often, how fast, what came of it. */
export default async function AlarmQualityPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const { t, ctx } = page
  const view = parseView(await searchParams, null, 'last_28_days')
  return (
    <PageBody>
      <PageHeader
        title={t('incidents.quality.title')}
        trail={{ href: '/incidents', text: t('incidents.title') }}
      >
        <PeriodBar view={view} now={ctx.now} compare={false} />
      </PageHeader>
      <p className="py-2.5 text-body text-ink-2 max-md:px-5">{t('incidents.quality.hint')}</p>
      <Suspense fallback={<SkeletonTable rows={8} />} key={viewQuery(view)}>
        <Quality page={page} view={view} />
      </Suspense>
    </PageBody>
  )
}

interface Part {
  readonly page: Page
  readonly view: ViewState
}

async function Quality({ page, view }: Part) {
  const { t, ctx, f } = page
  const period = periodOf(view, page.zone, ctx.now)
  const asked = await settle(readAlarmQuality(ctx, period))
  if (!asked.ok)
    return (
      <SectionError
        t={t}
        title={t('incidents.quality.title')}
        code={asked.code}
        href="/incidents/quality"
        message={asked.message}
      />
    )
  const { rules, silent, labels } = asked.value
  const { principal } = ctx
  const mayEdit = principal.kind === 'user' && ['admin', 'manager'].includes(principal.role)
  return (
    <div className="flex flex-col gap-3 max-md:gap-0">
      {rules.length === 0 ? (
        <Card title={t('incidents.quality.each')} className="max-md:rounded-none max-md:border-x-0">
          <div className="border-t border-line">
            <Empty title={t('incidents.quality.empty')} hint={t('incidents.quality.emptyHint')} />
          </div>
        </Card>
      ) : (
        <DataTable
          id="alarm-quality"
          label={t('incidents.quality.title')}
          title={t('incidents.quality.each')}
          hint={f.period(period.from, period.to)}
          columns={columnsOf(page)}
          rows={rules.map((rule) => rowOf(page, view, rule))}
          download={{ kind: 'rows' }}
        />
      )}
      <div className="grid items-start gap-3 lg:grid-cols-3 max-md:gap-0">
        {silent === null ? null : (
          <Card
            title={t('incidents.quality.never')}
            hint={f.integer(silent.length)}
            className="max-md:rounded-none max-md:border-x-0"
          >
            <p className="px-4 pb-2 text-caption text-ink-3 max-md:px-5">
              {silent.length === 0 ? t('incidents.quality.neverNone') : t('incidents.quality.neverHint')}
            </p>
            <ul data-silent={silent.length}>
              {silent.map(({ id, name, since }) => (
                <li key={id} className="border-t border-line">
                  <Link
                    href={`/rules/${id}`}
                    prefetch={false}
                    className="flex min-h-[34px] items-center justify-between gap-3 px-4 text-body text-ink hover:bg-accent max-md:min-h-11 max-md:px-5"
                  >
                    <span className="min-w-0 truncate">{name}</span>
                    <span className="shrink-0 text-caption text-ink-3">
                      {t('incidents.quality.since', { time: f.day(since) })}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Causes page={page} view={view} quality={asked.value} />
        {mayEdit ? <CausesEditor causes={labels} /> : null}
      </div>
    </div>
  )
}

function Causes({
  page,
  view,
  quality,
}: {
  readonly page: Page
  readonly view: ViewState
  readonly quality: AlarmQuality
}) {
  const { t, locale } = page
  const { causes, labels } = quality
  const bars = causes.map(({ cause, n }) => ({
    key: cause ?? '-',
    name:
      cause === null
        ? t('incidents.quality.noCause')
        : (labels.find(({ id }) => id === cause)?.label[locale] ?? cause),
    n,
    href: `/incidents${withParameters(viewQuery(view), { cause: cause ?? '-', state: 'resolved' })}`,
  }))
  return (
    <Card
      title={t('incidents.quality.causes')}
      className="max-md:rounded-none max-md:border-x-0"
      aside={bars.length === 0 ? null : <PictureMenu />}
    >
      <div className="border-t border-line">
        {bars.length === 0 ? (
          <p className="px-4 py-3 text-body text-ink-3 max-md:px-5">{t('incidents.quality.causesNone')}</p>
        ) : (
          <ShareBars page={page} bars={bars} />
        )}
      </div>
    </Card>
  )
}

function columnsOf({ t }: Page): TableColumn[] {
  const number = (id: string, label: string, hint?: string): TableColumn => ({
    id,
    label,
    align: 'right',
    ...(hint === undefined ? {} : { hint }),
  })
  const q = (key: 'p50' | 'p90') => t(`incidents.quality.${key}`)
  const acknowledged = t('incidents.quality.acknowledged')
  const recovered = t('incidents.quality.recovered')
  return [
    { id: 'verdict', label: t('incidents.column.state'), glyph: true },
    { id: 'rule', label: t('incidents.quality.rule'), fixed: true, grow: true, phone: 'title' },
    { ...number('fired', t('incidents.quality.fired')), phone: 'key' },
    number('ack50', `${acknowledged} ${q('p50')}`),
    number('ack90', `${acknowledged} ${q('p90')}`),
    number('rec50', `${recovered} ${q('p50')}`),
    number('rec90', `${recovered} ${q('p90')}`),
    { ...number('acted', t('incidents.quality.acted'), t('incidents.quality.actedHint')), phone: 'sub' },
    number('wolf', t('incidents.quality.wolf'), t('incidents.quality.wolfHint')),
    number('unacknowledged', t('incidents.quality.unacknowledged')),
    number('flapping', t('incidents.quality.flapping')),
    number('relapses', t('incidents.quality.relapses')),
    { id: 'last', label: t('incidents.quality.last') },
  ]
}

const STATE = { good: 'ok', wolf: 'watch', ignored: 'bad', flapping: 'watch', few: null } as const
const ORDER = { ignored: 0, wolf: 1, flapping: 2, good: 3, few: 4 } as const

function rowOf({ t, f }: Page, view: ViewState, rule: AlarmQuality['rules'][number]): TableRow {
  const word = t(`incidents.quality.verdict.${rule.verdict}`)
  const rows = `/incidents${withParameters(viewQuery(view), { rule: rule.ruleId, state: 'all' })}`
  const time = (value: number | null) => ({ value, text: f.duration(value), quiet: value === null })
  const part = (n: number) => ({
    value: n / rule.fired,
    // Of few cases the cases, not their share.
    text: rule.fired < 20 ? `${n} / ${rule.fired}` : f.share(n / rule.fired),
    quiet: n === 0,
  })
  return {
    id: rule.ruleId,
    href: rows,
    cells: {
      verdict: { value: ORDER[rule.verdict], text: word, state: STATE[rule.verdict], hint: word },
      rule: {
        value: rule.name,
        text: rule.name === '' ? t('incidents.quality.gone') : rule.name,
        ...(rule.deleted ? {} : { href: `/rules/${rule.ruleId}` }),
        note: [
          word,
          ...(rule.deleted
            ? [t('incidents.quality.gone')]
            : rule.enabled
              ? []
              : [t('incidents.quality.off')]),
        ].join(' · '),
      },
      fired: { value: rule.fired, text: f.integer(rule.fired), href: rows },
      ack50: time(rule.acknowledgeP50),
      ack90: time(rule.acknowledgeP90),
      rec50: time(rule.recoverP50),
      rec90: time(rule.recoverP90),
      acted: part(rule.acted),
      wolf: part(rule.wolf),
      unacknowledged: part(rule.unacknowledged),
      flapping: { value: rule.flapping, text: f.integer(rule.flapping), quiet: rule.flapping === 0 },
      relapses: { value: rule.relapses, text: f.integer(rule.relapses), quiet: rule.relapses === 0 },
      last: { value: Date.parse(rule.lastAt), text: f.dateTime(rule.lastAt) },
    },
  }
}
