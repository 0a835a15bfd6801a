import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { answerOf, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { withParameters } from '@/components/customers/address'
import { Pager } from '@/components/customers/pager'
import { Segment } from '@/components/customers/segment'
import { AcknowledgeButton } from '@/components/incidents/acknowledge-button'
import {
  countsConversations,
  lastingSeconds,
  scopeTexts,
  stateOfIncident,
  targetText,
} from '@/components/incidents/words'
import { LinkMenu } from '@/components/people/link-menu'
import { DataTable, type TableColumn, type TableRow } from '@/components/tables/data-table'
import { button } from '@/components/ui/button'
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
import { channelName, teamName } from '@/lib/i18n/names'
import type { ShownIncident } from '@/lib/services/incident-access'
import { type IncidentList, listIncidents, readIncidentFacets } from '@/lib/services/list-incidents'
import { mayCare } from '@/lib/services/waiting-ticket'

const STATES = ['standing', 'unacknowledged', 'recovered', 'resolved', 'all'] as const
const GROUPS = ['none', 'rule', 'channel', 'team', 'assignee'] as const
const OWN = ['state', 'severity', 'channel', 'team', 'rule', 'assignee', 'cause', 'group'] as const
const PAGE_SIZE = 200

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('incidents.title') }
}

type Asked = Readonly<Record<(typeof OWN)[number] | 'cursor', string | null>>

interface Part {
  readonly page: Page
  readonly view: ViewState
  readonly asked: Asked
  readonly own: string
}

const at = ({ view, own }: Part, changes: Readonly<Record<string, string | null>>): string =>
  `/incidents${withParameters([viewQuery(view, {}, null), own].filter((part) => part !== '').join('&'), changes)}`

/** Incidents: what burns first, narrowed and grouped as the address says. */
export default async function IncidentsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const { t, ctx } = page
  const one = (key: string) => (typeof params[key] === 'string' ? params[key] : null)
  const { channel: _, team: __, ...others } = params
  const view = parseView(others, null, 'last_7_days')
  const asked = Object.fromEntries([...OWN, 'cursor'].map((key) => [key, one(key)])) as Asked
  const own = withParameters('', Object.fromEntries(OWN.map((key) => [key, asked[key]]))).slice(1)
  const part: Part = { page, view, asked, own }
  return (
    <PageBody>
      <PageHeader title={t('incidents.title')}>
        <Link href="/incidents/quality" className={button({ look: 'quiet' })}>
          {t('incidents.quality.title')}
        </Link>
        <PeriodBar view={view} now={ctx.now} extra={own} compare={false} />
      </PageHeader>
      <Suspense
        fallback={
          <div className="pt-3">
            <SkeletonTable rows={10} />
          </div>
        }
        key={`${viewQuery(view)} ${own} ${asked.cursor ?? ''}`}
      >
        <List {...part} />
      </Suspense>
    </PageBody>
  )
}

async function List(part: Part) {
  const { page, view, asked } = part
  const { t, f, ctx } = page
  const state = STATES.find((it) => it === asked.state) ?? 'standing'
  const { from, to } = periodOf(view, page.zone, ctx.now)
  const { group: _, state: __, ...conditions } = asked
  const given = Object.entries(conditions).filter(([, value]) => value !== null)
  const found = await settle(
    listIncidents(ctx, {
      ...Object.fromEntries(given),
      ...(state === 'all' ? {} : { state }),
      from,
      to,
      limit: PAGE_SIZE,
    }),
  )
  const facets = answerOf(await settle(readIncidentFacets(ctx)))
  if (!found.ok)
    return (
      <SectionError
        t={t}
        title={t('incidents.title')}
        code={found.code}
        href="/incidents"
        message={found.message}
      />
    )
  const { counts } = found.value
  const group = GROUPS.find((it) => it === asked.group) ?? 'none'
  const countOf = {
    standing: counts.open + counts.recovered,
    unacknowledged: counts.unacknowledged,
    recovered: counts.recovered,
    resolved: counts.resolved,
    all: counts.open + counts.recovered + counts.resolved,
  }
  const menu = (
    key: 'severity' | 'channel' | 'team' | 'rule' | 'assignee',
    label: string,
    items: readonly { readonly id: string; readonly text: string }[],
  ) => (
    <LinkMenu
      key={key}
      label={label}
      current={asked[key] ?? ''}
      strong={asked[key] !== null}
      items={[{ id: '', text: label }, ...items].map((item) => ({
        ...item,
        href: at(part, { [key]: item.id, cursor: null }),
      }))}
    />
  )
  const narrowed = (['severity', 'channel', 'team', 'rule', 'assignee', 'cause'] as const).some(
    (key) => asked[key] !== null,
  )
  return (
    <>
      <div
        className="flex flex-wrap items-center gap-x-2 gap-y-2 py-2.5 max-md:px-5"
        data-counts={JSON.stringify(counts)}
      >
        <Segment
          label={t('incidents.state.label')}
          items={STATES.map((it) => ({
            href: at(part, { state: it === 'standing' ? null : it, cursor: null }),
            text: `${t(`incidents.state.${it}`)} ${f.integer(countOf[it])}`,
            current: it === state,
          }))}
        />
        <div className="flex flex-wrap items-center gap-x-1 max-md:w-full max-md:flex-nowrap max-md:overflow-x-auto">
          {menu('severity', t('incidents.severity.label'), [
            { id: 'bad', text: t('incidents.severity.bad') },
            { id: 'watch', text: t('incidents.severity.watch') },
          ])}
          {menu(
            'channel',
            t('incidents.filter.channel'),
            (facets?.channels ?? []).map((id) => ({ id, text: channelName(page.locale, id) })),
          )}
          {menu(
            'team',
            t('incidents.filter.team'),
            (facets?.teams ?? []).map((id) => ({ id, text: teamName(id) })),
          )}
          {menu(
            'rule',
            t('incidents.filter.rule'),
            (facets?.rules ?? []).map(({ id, name }) => ({ id, text: name })),
          )}
          {menu('assignee', t('incidents.filter.assignee'), [
            { id: 'me', text: t('incidents.filter.me') },
            { id: 'none', text: t('incidents.filter.nobody') },
            ...(facets?.assignees ?? []).map(({ id, name }) => ({ id, text: name })),
          ])}
          <LinkMenu
            label={t('incidents.group.label')}
            current={group}
            items={GROUPS.map((id) => ({
              id,
              text: t(`incidents.group.${id}`),
              href: at(part, { group: id === 'none' ? null : id }),
            }))}
          />
          {narrowed ? (
            <Link
              href={at(part, {
                severity: null,
                channel: null,
                team: null,
                rule: null,
                assignee: null,
                cause: null,
              })}
              className={button({ look: 'quiet', size: 'small' })}
            >
              {t('incidents.filter.clear')}
            </Link>
          ) : null}
        </div>
      </div>
      {found.value.rows.length === 0 ? (
        <Nothing part={part} calm={state === 'standing' && !narrowed} />
      ) : (
        <Tables part={part} found={found.value} group={group} title={t(`incidents.state.${state}`)} />
      )}
      <Pager
        first={
          asked.cursor === null ? null : { href: at(part, { cursor: null }), text: t('incidents.first') }
        }
        next={
          found.value.nextCursor === null
            ? null
            : { href: at(part, { cursor: found.value.nextCursor }), text: t('incidents.next') }
        }
      />
    </>
  )
}

function Nothing({ part, calm }: { readonly part: Part; readonly calm: boolean }) {
  const { t } = part.page
  return (
    <Card title={t('incidents.title')} className="max-md:rounded-none max-md:border-x-0">
      <div className="border-t border-line">
        <Empty
          title={calm ? t('incidents.calm') : t('incidents.empty')}
          hint={calm ? t('incidents.calmHint') : t('incidents.emptyHint')}
          action={
            <span className="flex flex-wrap gap-2">
              <Link href={at(part, { state: 'resolved' })} className={button()}>
                {t('incidents.seeResolved')}
              </Link>
              {calm ? (
                <Link href="/rules" className={button({ look: 'quiet' })}>
                  {t('incidents.calmRules')}
                </Link>
              ) : null}
            </span>
          }
        />
      </div>
    </Card>
  )
}

type Group = (typeof GROUPS)[number]

/** Groups in the order of their most urgent incident. */
function Tables({
  part,
  found,
  group,
  title,
}: {
  readonly part: Part
  readonly found: IncidentList
  readonly group: Group
  readonly title: string
}) {
  const { page } = part
  const { t, f } = page
  const may = mayCare(page.ctx)
  const groups = new Map<string, ShownIncident[]>()
  for (const row of found.rows) {
    const name = group === 'none' ? title : groupOf(row, group, page)
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return (
    <div className="flex flex-col gap-3 max-md:gap-0">
      {[...groups].map(([name, rows]) => (
        <DataTable
          key={name}
          id="incidents"
          label={t('incidents.title')}
          title={name}
          hint={f.integer(rows.length)}
          columns={columnsOf(page, may)}
          rows={rows.map((row) => rowOf(page, row, may))}
          download={{ kind: 'rows' }}
        />
      ))}
    </div>
  )
}

function groupOf(row: ShownIncident, group: Exclude<Group, 'none'>, { t, locale }: Page): string {
  switch (group) {
    case 'rule':
      return row.rule.name === '' ? t('incidents.quality.gone') : row.rule.name
    case 'channel':
      return row.scope.channel === undefined ? t('incidents.whole') : channelName(locale, row.scope.channel)
    case 'team':
      return row.teams.length === 0 ? t('incidents.whole') : row.teams.join(' ')
    case 'assignee':
      return row.assignee?.name ?? t('incidents.nobody')
  }
}

function columnsOf({ t }: Page, may: boolean): TableColumn[] {
  const text = (
    id: 'title' | 'limit' | 'lasting' | 'opened' | 'owner' | 'scope' | 'rule' | 'cause' | 'value',
  ) => ({
    id,
    label: t(`incidents.column.${id}`),
  })
  return [
    { id: 'state', label: t('incidents.column.state'), glyph: true, sortable: false },
    { ...text('title'), fixed: true, grow: true, phone: 'title', sortable: false },
    { ...text('value'), align: 'right', phone: 'key', sortable: false },
    { ...text('limit'), align: 'right', phone: 'more', sortable: false },
    { ...text('lasting'), align: 'right', phone: 'sub' },
    { ...text('opened'), phone: 'more' },
    { ...text('owner'), phone: 'more' },
    { ...text('cause'), phone: 'more', defaultHidden: true },
    { ...text('rule'), phone: 'more', defaultHidden: true },
    ...(may
      ? [{ id: 'act', label: t('incidents.act.acknowledge'), sortable: false, phone: 'more' } as const]
      : []),
  ]
}

function rowOf({ t, f, ctx, locale }: Page, row: ShownIncident, may: boolean): TableRow {
  const state = stateOfIncident(row)
  const word =
    row.state === 'open' ? t(`incidents.severity.${row.severity}`) : t(`incidents.state.${row.state}`)
  const scope = scopeTexts(row.scope, locale)
  const lasting = lastingSeconds(row, ctx.now)
  const open = row.state === 'open'
  const marks = [
    t('incidents.number', { number: row.number }),
    ...(open ? [] : [t(`incidents.state.${row.state}`)]),
    ...scope.map(({ text }) => text).slice(0, 2),
    ...(row.flapping ? [t('incidents.flapping')] : []),
    ...(row.relapses > 0 ? [t('incidents.relapses', { count: row.relapses })] : []),
    ...(row.snoozedUntil === null ? [] : [t('incidents.snoozed', { time: f.time(row.snoozedUntil) })]),
    ...(row.quiet ? [t('incidents.quiet')] : []),
  ]
  const target = targetText(row, f)
  return {
    id: row.id,
    href: `/incidents/${row.number}`,
    cells: {
      state: { value: { bad: 0, watch: 1, none: 2, closed: 3, ok: 4 }[state], text: word, state, hint: word },
      title: {
        value: row.title[locale],
        text: row.title[locale],
        href: `/incidents/${row.number}`,
        note: marks.join(' · '),
        vip: row.vip,
      },
      value: {
        value: row.value,
        text: countsConversations(row) ? `${f.count(row.value)}` : f.value(row.unit, row.value),
        state: open ? state : null,
        ...(countsConversations(row) ? { note: t('incidents.conversations') } : {}),
      },
      limit: { value: row.limit, text: target ?? '—', quiet: target === null },
      lasting: { value: lasting, text: f.duration(lasting) },
      opened: { value: Date.parse(row.openedAt), text: f.dateTime(row.openedAt) },
      owner: {
        value: row.assignee?.name ?? null,
        text: row.assignee?.name ?? (row.state === 'resolved' ? '—' : t('incidents.nobody')),
        quiet: row.assignee === null,
        ...(open && row.acknowledgedAt === null ? { note: t('incidents.state.unacknowledged') } : {}),
      },
      cause: { value: row.cause, text: row.cause ?? '—', quiet: row.cause === null },
      rule: { value: row.rule.name, text: row.rule.name, href: `/rules/${row.rule.id}` },
      ...(may
        ? {
            act: {
              value: row.acknowledgedAt === null ? 0 : 1,
              text: row.acknowledgedAt === null ? '' : f.time(row.acknowledgedAt),
              ...(open && row.acknowledgedAt === null
                ? { node: <AcknowledgeButton number={row.number} title={row.title[locale]} /> }
                : { quiet: true }),
            },
          }
        : {}),
    },
  }
}
