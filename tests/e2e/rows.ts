/**
 * From every number on a page to its rows: finds what carries `data-metric` and a link, follows the link over the API
 * and adds the rows up.
 */
import type { APIResponse, Page } from '@playwright/test'
import { metricById } from '@/lib/metrics/catalogue'
import { fromRows, type MetricRow } from '../query/rows'

export interface Walk {
  /** numbers with rows of tickets on the page that were followed, here or on a page before */
  readonly numbers: number
  /** what does not add up, in words */
  readonly wrong: readonly string[]
}

interface Shown {
  readonly metric: string
  /** '' = no data; null = the number is the sample alone, as for a bar of a histogram */
  readonly value: string | null
  readonly n: string | null
  readonly href: string
}

const ATTEMPTS = 4
/** Above it percentiles come from sketches. */
const EXACT_VALUES = 50_000
const SKETCH_ERROR = 0.2

/** Numbers of one column of a table, or of one drawing, that are followed: they are made by the same code. */
const ALIKE = 3
/** Numbers followed at the same time. */
const AT_ONCE = 4

/** Lists of their own, which say how many they are. */
const LISTS = ['/complaints', '/satisfaction/answers']

/** Numbers of figures' tables and cards that lead nowhere. */
const withoutRows = (page: Page): Promise<string[]> =>
  page.locator('td[data-figure], [data-figures] [data-tile]').evaluateAll((places) =>
    places.flatMap((place) => {
      const number = place.matches('td') ? place : place.querySelector('.text-kpi')
      if (!number || !/\d/.test(number.textContent ?? '') || number.closest('a[href]')) return []
      if (number.querySelector('a[href]')) return []
      const what = place.getAttribute('data-figure') ?? place.getAttribute('data-tile')
      return [`${what} ${number.textContent} leads nowhere`]
    }),
  )

/** Shows the figures of the page's charts as tables. */
async function asTables(page: Page): Promise<void> {
  const menus = page.locator('[data-chart-menu]')
  await menus.first().waitFor({ timeout: 15_000 })
  for (let i = 0; i < (await menus.count()); i++) {
    await menus.nth(i).getByRole('button').first().click()
    // A chart that came meanwhile moves the places of the others: one may be a table already.
    const choice = page.getByRole('button', { name: /^看(数据表|图)$/ })
    await choice.waitFor({ timeout: 15_000 })
    if ((await choice.innerText()) === '看数据表') await choice.click()
    else await page.keyboard.press('Escape')
  }
}

/** The numbers on a page: every single one, and the first, the middle and the last of those that are alike. */
async function shownOn(page: Page): Promise<Shown[]> {
  const found = await page.locator('[data-metric][href]').evaluateAll((elements) =>
    elements.map((element) => {
      const metric = element.getAttribute('data-metric') ?? ''
      const table = element.closest('table, svg')
      const tables = [...document.querySelectorAll('table, svg')]
      const column = element.closest('[data-column]')?.getAttribute('data-column') ?? ''
      return {
        group: table === null ? null : `${tables.indexOf(table)} ${column} ${metric}`,
        shown: {
          metric,
          value: element.getAttribute('data-value'),
          n: element.getAttribute('data-n'),
          href: element.getAttribute('href') ?? '',
        },
      }
    }),
  )
  const groups = new Map<string, Shown[]>()
  const chosen: Shown[] = []
  for (const { group, shown } of found) {
    if (group === null) chosen.push(shown)
    else groups.set(group, [...(groups.get(group) ?? []), shown])
  }
  for (const alike of groups.values()) {
    if (alike.length <= ALIKE) chosen.push(...alike)
    else for (const i of [0, alike.length >> 1, alike.length - 1]) chosen.push(...alike.slice(i, i + 1))
  }
  const distinct = new Map(chosen.map((shown) => [JSON.stringify(shown), shown]))
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
  const where = `${shown.metric}=${shown.value || '—'} n ${shown.n} ${shown.href}`
  if (shown.href.startsWith('#')) {
    return (await page.locator(shown.href).count()) > 0 ? null : `${where}: nothing there`
  }
  const url = new URL(shown.href, 'http://local')
  if (LISTS.includes(url.pathname) && shown.n !== null) {
    const answer = await get(page, `${url.pathname}${url.search}`)
    const total = /data-total="(\d+)"/.exec(await answer.text())?.[1]
    return total === shown.n ? null : `${where}: the list says ${answer.status()} ${total}`
  }
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
  if (
    shown.value !== null &&
    (found.value === null || !same(shown.metric, Number(shown.value), found.value, found.n))
  ) {
    return `${where}: rows say ${found.value}`
  }
  return shown.n === null || Number(shown.n) === found.n
    ? null
    : `${where}: n ${shown.n}, rows say ${found.n}`
}

/**
 * Opens an address and follows its numbers, of those that are alike three, with `charts` those of its charts too. What
 * does not add up is looked at again on a fresh page, for time passes between a number and its rows.
 */
export async function rowsAddUp(
  page: Page,
  address: string,
  known: Set<string>,
  charts: boolean,
): Promise<Walk> {
  let numbers = 0
  let wrong: string[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await page.goto(address)
    if (answer?.status() !== 200) return { numbers, wrong: [`${address}: ${answer?.status()}`] }
    await page.getByRole('heading', { level: 1 }).waitFor()
    // Sections that still stream in leave a place holder of React's.
    await page.waitForFunction(() => document.querySelector('template[id^="B:"]') === null)
    wrong = []
    if (charts) await asTables(page)
    const shownNow = await shownOn(page)
    wrong.push(...(await withoutRows(page)))
    numbers = shownNow.filter(({ href }) => href.startsWith('/tickets?')).length
    const open = shownNow.filter((shown) => !known.has(JSON.stringify(shown)))
    const follow = async (): Promise<void> => {
      for (let shown = open.shift(); shown !== undefined; shown = open.shift()) {
        const trouble = await check(page, shown)
        if (trouble !== null) {
          wrong.push(trouble)
          continue
        }
        known.add(JSON.stringify(shown))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, follow))
    if (wrong.length === 0) break
  }
  return { numbers, wrong }
}
