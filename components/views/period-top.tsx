import { DIMENSIONS } from '@/lib/metrics/types'
import { FilterBar } from './filter-bar'
import { PageHeader } from './page-header'
import type { PageKit } from './page-kit'
import { PeriodBar } from './period-bar'
import { periodOf, type ViewState } from './view-state'

/** The top of a page about a period: its title and period, what it is narrowed by, and which days those are. */
export function PeriodTop({
  page,
  view,
  title,
  trail,
  own,
  compare = true,
  calendar = false,
}: {
  readonly page: PageKit
  readonly view: ViewState
  readonly title: string
  readonly trail?: { readonly href: string; readonly text: string }
  /** the page's own parameters, as a query string */
  readonly own: string
  readonly compare?: boolean
  /** whether the page's figures know working time */
  readonly calendar?: boolean
}) {
  const { f, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  return (
    <>
      <PageHeader title={title} {...(trail === undefined ? {} : { trail })}>
        <PeriodBar view={view} now={ctx.now} extra={own} compare={compare} />
      </PageHeader>
      <FilterBar view={view} dimensions={DIMENSIONS} extra={own} calendar={calendar} compare={compare}>
        <span>{f.period(period.from, period.to)}</span>
      </FilterBar>
    </>
  )
}
