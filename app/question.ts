import { type ViewState, wirePeriod } from '@/components/views/view-state'
import { metricById } from '@/lib/metrics/catalogue'
import type { Filter } from '@/lib/metrics/types'
import type { Page } from './page-context'

/** The parts of a question every section of a page shares, in the wire form of `POST /query`. */
export function question(page: Page, view: ViewState, options: { readonly compare?: boolean } = {}) {
  return {
    period: wirePeriod(view, page.zone, page.ctx.now),
    filters: view.filters,
    ...(view.calendar ? { calendar: view.calendar } : {}),
    ...(options.compare !== false && view.compare ? { compare: view.compare } : {}),
  }
}

/** The metrics of these that every one of the filters can narrow. */
export function narrowable(ids: readonly string[], filters: readonly Filter[]): string[] {
  return ids.filter((id) => filters.every((it) => metricById(id)?.dimensions.includes(it.dimension)))
}

/** A path segment as it was meant; a broken escape stays as it is. */
export function segment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
