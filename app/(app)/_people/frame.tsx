import type { ReactNode } from 'react'
import type { Page } from '@/app/page-context'
import type { Names } from '@/components/people/agent-names'
import { NamesToggle } from '@/components/people/names-toggle'
import { FilterBar } from '@/components/views/filter-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { periodOf, type ViewState } from '@/components/views/view-state'
import { DIMENSIONS, type Dimension } from '@/lib/metrics/types'
import { setNamesHidden } from './set-names'

/** Title, period, filters and the switch of names: the head of every people and dimension page. */
export function PeopleFrame({
  page,
  view,
  extra,
  names,
  title,
  trail,
  badge,
  own,
  children,
}: {
  readonly page: Page
  /** the view as it stands in the address, without the page's own value */
  readonly view: ViewState
  /** other parameters to keep */
  readonly extra: string
  /** null = no agents on the page */
  readonly names: Names | null
  readonly title: string
  readonly trail?: { readonly href: string; readonly text: string }
  readonly badge?: ReactNode
  /** the page's own dimension, which its filters leave out */
  readonly own?: Dimension
  readonly children: ReactNode
}) {
  const { f, ctx, zone } = page
  const period = periodOf(view, zone, ctx.now)
  return (
    <PageBody>
      <PageHeader title={title} {...(trail ? { trail } : {})} badge={badge ?? null}>
        <PeriodBar view={view} now={ctx.now} extra={extra} />
      </PageHeader>
      <FilterBar view={view} extra={extra} dimensions={DIMENSIONS.filter((it) => it !== own)}>
        <span className="whitespace-nowrap">{f.period(period.from, period.to)}</span>
        {names === null ? null : (
          <NamesToggle hidden={names.hidden} fixed={names.fixed} setNamesHidden={setNamesHidden} />
        )}
      </FilterBar>
      <div className="flex flex-col gap-3">{children}</div>
    </PageBody>
  )
}
