import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { customerHref, withParameters } from '@/components/customers/address'
import { CustomersTable } from '@/components/customers/customers-table'
import { Pager } from '@/components/customers/pager'
import { Segment } from '@/components/customers/segment'
import type { TableCell, TableColumn, TableRow } from '@/components/tables/types'
import { Button, button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { PageBody } from '@/components/views/page-header'
import { PeriodTop } from '@/components/views/period-top'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { channelName, dimensionValueName } from '@/lib/i18n/names'
import { type CustomerPage, listCustomers, type ShownCustomer } from '@/lib/services/list-customers'

const PAGE_SIZE = 100
const ONLY = ['open', 'complaint', 'low'] as const

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('customers.title') }
}

/** Who came, whom to look after: customers with tickets in the period, or one that is searched for. */
export default async function CustomersPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null, 'last_28_days')
  const { t, ctx, zone } = page
  const one = (key: string): string => (typeof params[key] === 'string' ? params[key] : '')
  const q = one('q').trim()
  const only = ONLY.find((it) => it === one('only')) ?? null
  const own = withParameters('', { q, only, sort: one('sort') }).slice(1)
  const search = new URLSearchParams(rowsQuery({ ...view, calendar: null }, zone, ctx.now))
  for (const key of ['q', 'only', 'sort', 'cursor']) if (one(key) !== '') search.set(key, one(key))
  search.set('limit', String(PAGE_SIZE))
  const asked = await settle(listCustomers(ctx, search))
  const shared = viewQuery(view, {}, null)
  const address = [shared, own].filter((part) => part !== '').join('&')
  return (
    <PageBody>
      <PeriodTop page={page} view={view} title={t('customers.title')} own={own} compare={false} />
      <div className="mb-3 flex flex-wrap items-center gap-2 max-md:px-5">
        <search className="min-w-0 flex-1 max-md:basis-full">
          <form action="/customers" className="flex min-w-0 items-center gap-2">
            {[...new URLSearchParams(shared), ...(only === null ? [] : [['only', only] as const])].map(
              ([name, value]) => (
                <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
              ),
            )}
            <label className="relative flex min-w-0 flex-1 items-center md:max-w-[440px]">
              <span className="sr-only">{t('customers.searchLabel')}</span>
              <Search
                size={14}
                strokeWidth={1.6}
                aria-hidden
                className="pointer-events-none absolute left-2.5 text-ink-3"
              />
              <input
                type="search"
                name="q"
                defaultValue={q}
                maxLength={200}
                autoComplete="off"
                placeholder={t('customers.search')}
                className="h-[30px] w-full min-w-0 rounded-control border border-line-2 bg-surface pr-2 pl-8 text-body text-ink placeholder:text-ink-3 max-md:h-11 max-md:rounded-phone max-md:text-[16px]"
              />
            </label>
            <Button type="submit">{t('customers.go')}</Button>
            {q === '' ? null : (
              <Link
                href={`/customers${withParameters(address, { q: null })}`}
                className={button({ look: 'quiet' })}
              >
                {t('customers.clear')}
              </Link>
            )}
          </form>
        </search>
        <Segment
          label={t('customers.onlyLabel')}
          items={[null, ...ONLY].map((it) => ({
            href: `/customers${withParameters(address, { only: it })}`,
            text:
              it === null
                ? t('customers.all')
                : t(
                    `customers.${it === 'open' ? 'onlyOpen' : it === 'complaint' ? 'onlyComplaint' : 'onlyLow'}`,
                  ),
            current: only === it,
          }))}
        />
      </div>
      {asked.ok ? (
        <List
          page={page}
          view={view}
          found={asked.value}
          address={address}
          asked={one('sort')}
          paged={one('cursor') !== ''}
          q={q}
        />
      ) : (
        <SectionError
          t={t}
          title={t('customers.title')}
          code={asked.code}
          href={`?${address}`}
          message={asked.message}
        />
      )}
    </PageBody>
  )
}

function List({
  page,
  view,
  found,
  address,
  asked,
  paged,
  q,
}: {
  readonly page: Page
  readonly view: ViewState
  readonly found: CustomerPage
  readonly address: string
  readonly asked: string
  readonly paged: boolean
  readonly q: string
}) {
  const { t } = page
  if (found.rows.length === 0) {
    return (
      <Card title={t('customers.title')} className="max-md:rounded-none max-md:border-x-0">
        <Empty
          title={t(q === '' ? 'customers.empty' : 'customers.notFound')}
          hint={t(q === '' ? 'customers.emptyHint' : 'customers.notFoundHint')}
          action={
            <Link href="/customers" className={button()}>
              {t('tickets.clear')}
            </Link>
          }
        />
      </Card>
    )
  }
  const right = { align: 'right', sortable: false } as const
  const columns: TableColumn[] = [
    { id: 'who', label: t('customers.who'), fixed: true, sortable: false, phone: 'title' },
    { id: 'id', label: t('customers.id'), sortable: false, phone: 'more' },
    { id: 'source', label: t('customers.source'), sortable: false, phone: 'more', defaultHidden: true },
    { id: 'tier', label: t('customers.tier'), sortable: false, phone: 'more' },
    { id: 'region', label: t('customers.region'), sortable: false, phone: 'more' },
    { id: 'tags', label: t('customers.tags'), sortable: false, grow: true, phone: 'more' },
    { id: 'value', label: t('customers.value'), align: 'right', first: 'desc', phone: 'more' },
    { id: 'last', label: t('customers.last'), align: 'right', first: 'desc', phone: 'sub' },
    { id: 'tickets', label: t('customers.tickets'), align: 'right', first: 'desc', phone: 'key' },
    { id: 'open', label: t('customers.open'), ...right, phone: 'more' },
    { id: 'rating', label: t('customers.rating'), ...right, phone: 'more' },
    { id: 'complaints', label: t('customers.complaints'), ...right, phone: 'more' },
  ]
  const rest = withParameters(address, { sort: null })
  return (
    <CustomersTable
      label={t('customers.listLabel')}
      title={t('customers.title')}
      hint={<span>{found.sort === 'found' ? t('customers.found') : t('customers.hint')}</span>}
      columns={columns}
      rows={found.rows.map((row) => rowOf(page, view, row))}
      sort={found.sort === 'found' ? null : found.sort}
      href={`/customers${rest}`}
      foot={
        <>
          {asked === 'tickets' && found.sort === 'recent' ? (
            <p className="border-t border-line px-4 py-2 text-caption text-ink-2">{t('customers.tooMany')}</p>
          ) : null}
          <Pager
            first={paged ? { href: `/customers?${address}`, text: t('customers.first') } : null}
            next={
              found.nextCursor === null
                ? null
                : {
                    href: `/customers${withParameters(address, { cursor: found.nextCursor })}`,
                    text: t('customers.next', { count: PAGE_SIZE }),
                  }
            }
          />
        </>
      }
    />
  )
}

function rowOf(page: Page, view: ViewState, row: ShownCustomer): TableRow {
  const { f, locale, zone, ctx } = page
  const href = customerHref(row.source, row.customer)
  const rows = `/tickets?${rowsQuery({ ...view, calendar: null }, zone, ctx.now, {
    metric: 'tickets_opened',
    filters: [{ dimension: 'source', op: 'in', values: [row.source] }],
    narrow: { customer: row.customer },
  })}`
  const text = (value: string | null, shown = value): TableCell => ({
    value,
    text: shown ?? '—',
    quiet: value === null,
  })
  const count = (value: number, to: string): TableCell => ({
    value,
    text: value === 0 ? '0' : f.count(value),
    quiet: value === 0,
    ...(value === 0 ? {} : { href: to }),
  })
  const last = row.lastAt === null ? null : Date.parse(row.lastAt)
  return {
    id: `${row.source}/${row.customer}`,
    href,
    cells: {
      who: { value: row.who, text: row.who ?? row.shownId, href, vip: row.tier === 'vip' },
      id: text(row.shownId),
      source: text(row.source),
      tier: text(row.tier, row.tier === null ? null : dimensionValueName(locale, 'customerTier', row.tier)),
      region: text(row.region),
      tags: text(row.tags.length === 0 ? null : f.list(row.tags)),
      value: { value: row.value, text: f.money(row.value), quiet: row.value === null },
      last: {
        value: row.lastAt,
        text: last === null ? '—' : f.age((ctx.now - last) / 1000),
        ...(last === null ? { quiet: true } : { hint: f.dateTime(last) }),
        ...(row.lastChannel === null ? {} : { note: channelName(locale, row.lastChannel) }),
      },
      tickets: { ...count(row.tickets, rows), metric: 'tickets_opened', n: row.tickets },
      open: count(row.open, `${href}#open`),
      rating: {
        value: row.rating,
        text: row.rating === null ? '—' : String(Math.round(row.rating * 10) / 10),
        quiet: row.rating === null,
        ...(row.rating !== null && row.rating < 3 ? { state: 'bad' as const } : {}),
        ...(row.rating === null ? {} : { href: `${href}#ratings` }),
        ...(row.ratedAt === null ? {} : { hint: f.dateTime(row.ratedAt) }),
      },
      complaints: count(row.complaints, `${href}#history`),
    },
  }
}
