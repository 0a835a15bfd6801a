/** What a filter can be set to: asked of the query door, and put in order. */
import { dimensionValueName, isHiddenChannel } from '@/lib/i18n/names'
import type { Dimension, Locale } from '@/lib/metrics/types'
import { type ViewState, wirePeriod } from './view-state'

export type Value = string | null

/** A value of a dimension and how many tickets of the period have it; null = not known. */
export interface Option {
  readonly value: Value
  readonly count: number | null
}

export interface Options {
  readonly options: readonly Option[]
  /** there are more values than were counted */
  readonly more: boolean
}

const MOST = 1_000

/**
 * The values of a dimension within the period and the other filters, most frequent first, counted in tickets opened.
 * Throws where the server cannot answer.
 */
export async function loadOptions(
  dimension: Dimension,
  view: ViewState,
  zone: string,
  signal: AbortSignal,
): Promise<Options> {
  const answer = await fetch('/api/v1/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal,
    body: JSON.stringify({
      metrics: ['tickets_opened'],
      dimensions: [dimension],
      period: wirePeriod(view, zone, Date.now()),
      filters: view.filters.filter((filter) => filter.dimension !== dimension),
      orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
      limit: MOST,
    }),
  })
  if (!answer.ok) throw new Error(`query answered ${answer.status}`)
  const { rows, meta } = (await answer.json()) as {
    rows: readonly Record<string, unknown>[]
    meta: { readonly truncated?: boolean }
  }
  return {
    more: meta.truncated === true,
    options: rows.flatMap((row) => {
      const value = row[dimension]
      const count = row.tickets_opened
      const name = typeof value === 'string' ? value : null
      if (dimension === 'channel' && isHiddenChannel(name)) return []
      return [{ value: name, count: typeof count === 'number' ? count : null }]
    }),
  }
}

/** Those set come first and stay where they were while one picks; the others keep their order. Each value once. */
export function withChosenFirst(found: Options, chosen: readonly Value[]): readonly Option[] {
  const counted = new Map(found.options.map((option) => [option.value, option]))
  const first = chosen.map(
    (value): Option =>
      // All values of the period were counted, so one that is not among them has none.
      counted.get(value) ?? { value, count: found.more ? null : 0 },
  )
  return [...first, ...found.options.filter((option) => !chosen.includes(option.value))]
}

/** The options whose name or raw value holds what was typed, in any case. */
export function matching(
  options: readonly Option[],
  typed: string,
  dimension: Dimension,
  locale: Locale,
): readonly Option[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return options
  return options.filter(
    ({ value }) =>
      dimensionValueName(locale, dimension, value).toLowerCase().includes(wanted) ||
      (value ?? '').toLowerCase().includes(wanted),
  )
}
