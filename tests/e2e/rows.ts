/**
 * From every number on a page to its rows: finds what carries `data-metric`, `data-value` and a link, follows the
 * link over the API and adds the rows up.
 */
import type { APIResponse, Page } from '@playwright/test'
import { metricById } from '@/lib/metrics/catalogue'
import { fromRows, type MetricRow } from '../query/rows'

export interface Walk {
  /** numbers whose rows were added up */
  readonly followed: number
  /** numbers that lead to agents, customers or a part of the same page */
  readonly elsewhere: number
  /** what does not add up, in words */
  readonly wrong: readonly string[]
}

interface Shown {
  readonly metric: string
  /** '' = no data */
  readonly value: string
  readonly n: string | null
  readonly href: string
}

const ATTEMPTS = 4
/** Above it percentiles come from sketches. */
const EXACT_VALUES = 50_000
const SKETCH_ERROR = 0.2

async function shownOn(page: Page): Promise<Shown[]> {
  const found = await page.locator('[data-metric][data-value][href]').evaluateAll((elements) =>
    elements.map((element) => ({
      metric: element.getAttribute('data-metric') ?? '',
      value: element.getAttribute('data-value') ?? '',
      n: element.getAttribute('data-n'),
      href: element.getAttribute('href') ?? '',
    })),
  )
  const distinct = new Map(found.map((shown) => [JSON.stringify(shown), shown]))
  return [...distinct.values()]
}

/** Asks again where one may not ask yet. */
async function get(page: Page, path: string): Promise<APIResponse> {
  for (;;) {
    const answer = await page.request.get(path)
    if (answer.status() !== 429) return answer
    const seconds = Number(answer.headers()['retry-after'] ?? 1)
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.max(1, seconds)))
  }
}

async function rowsOf(page: Page, query: string): Promise<MetricRow[] | string> {
  const rows: MetricRow[] = []
  let cursor: string | null = null
  do {
    const search = new URLSearchParams(query)
    search.set('limit', '1000')
    if (cursor !== null) search.set('cursor', cursor)
    const answer = await get(page, `/api/v1/tickets?${search}`)
    if (answer.status() !== 200) return `${answer.status()} ${(await answer.text()).slice(0, 200)}`
    const body = (await answer.json()) as { rows: MetricRow[]; nextCursor: string | null }
    rows.push(...body.rows)
    cursor = body.nextCursor
  } while (cursor !== null)
  return rows
}

/** Whether two numbers are the same but for the dust of floating point, or a sketch's stated error. */
function same(id: string, shown: number, found: number, n: number): boolean {
  const metric = metricById(id)
  // It grows by the second.
  if (metric?.type === 'gauge' && metric.gauge === 'oldest_wait_now') return Math.abs(shown - found) < 120
  const rough = metric?.type === 'quantile' && n > EXACT_VALUES ? SKETCH_ERROR : 1e-6
  return Math.abs(shown - found) <= rough * Math.max(1, Math.abs(shown), Math.abs(found))
}

/** What is wrong with a number, or null. */
async function check(page: Page, shown: Shown): Promise<string | null> {
  const where = `${shown.metric}=${shown.value || '—'} ${shown.href}`
  if (shown.href.startsWith('#')) {
    return (await page.locator(shown.href).count()) > 0 ? null : `${where}: nothing there`
  }
  const url = new URL(shown.href, 'http://local')
  if (url.pathname !== '/tickets') {
    const answer = await get(page, shown.href)
    return answer.status() === 200 ? null : `${where}: ${answer.status()}`
  }
  const rows = await rowsOf(page, url.search.slice(1))
  if (typeof rows === 'string') return `${where}: ${rows}`
  const found = fromRows(shown.metric, rows, Number(shown.n ?? 0))
  if (shown.value === '') {
    return found.value === null || found.value === 0 ? null : `${where}: rows say ${found.value}`
  }
  if (found.value === null || !same(shown.metric, Number(shown.value), found.value, found.n)) {
    return `${where}: rows say ${found.value}`
  }
  return shown.n === null || Number(shown.n) === found.n
    ? null
    : `${where}: n ${shown.n}, rows say ${found.n}`
}

const leadsElsewhere = ({ href }: Shown): boolean => !href.startsWith('/tickets?')

/**
 * Opens an address and follows every number on it. What does not add up is looked at again on a fresh page, for time
 * passes between a number and its rows.
 */
export async function rowsAddUp(page: Page, address: string, known: Set<string>): Promise<Walk> {
  let followed = 0
  let elsewhere = 0
  let wrong: string[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await page.goto(address)
    if (answer?.status() !== 200) return { followed, elsewhere, wrong: [`${address}: ${answer?.status()}`] }
    await page.getByRole('heading', { level: 1 }).waitFor()
    // Sections that still stream in leave a place holder of React's.
    await page.waitForFunction(() => document.querySelector('template[id^="B:"]') === null)
    wrong = []
    for (const shown of await shownOn(page)) {
      const key = JSON.stringify(shown)
      if (known.has(key)) continue
      const trouble = await check(page, shown)
      if (trouble !== null) {
        wrong.push(trouble)
        continue
      }
      known.add(key)
      if (leadsElsewhere(shown)) elsewhere += 1
      else followed += 1
    }
    if (wrong.length === 0) break
  }
  return { followed, elsewhere, wrong }
}
