/**
 * `npm run bench:pages -- --json`: how long the server takes for every page, signed in, over millions of tickets, and
 * for the new figures after a filter. Needs built pages and a scratch database, which it makes or takes again.
 */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { fillBenchAgents, fillBenchCustomers, readRecentFacts } from '@/lib/db/bench-facts'
import { findBrowser } from '@/lib/launch/browser.mjs'
import { systemContext } from '@/lib/services/context'
import { upsertUser } from '@/lib/services/upsert-user'
import { start, stop } from './bench-ingest'
import { databaseName, midnight, use, whole, within } from './bench-scratch'
import { runCommand, tell, UsageError } from './command-line'
import { Visitor } from './visitor'

const USAGE = `npm run bench:pages -- [--json] [--tickets 5000000] [--runs 5] [--keep NAME] [--only /teams,/agents] [--seconds 390] [--no-browser]

  --tickets N   tickets of the history (1,000 to 50,000,000)
  --runs N      how often each address is read, after once to warm up (default 5)
  --keep NAME   keep the scratch database under this name, and use it again
  --only LIST   some of the pages
  --seconds N   no page is begun later than this after the first; those left out are named (default: all pages)
  --no-browser  server times only
  --json        only the JSON, on one line`

const EMAIL = 'bench@helmline.local'
const PASSWORD = 'bench pages over millions'
/** Milliseconds, as the issue sets them. */
const PAGE_BAR = 300
const FILTER_BAR = 500
const INTERACTIVE_BAR = 1_500
/** How long nothing must run in a browser until a page counts as settled, milliseconds. */
const QUIET = 700

/** Lists, and the page of one of each: the first link on the list that begins with `one`. */
const PAGES: readonly { readonly path: string; readonly one?: string }[] = [
  { path: '/' },
  { path: '/radar' },
  { path: '/channels', one: '/channels/' },
  { path: '/teams', one: '/teams/' },
  { path: '/agents', one: '/agents/' },
  { path: '/customers', one: '/customers/' },
  { path: '/tickets' },
  { path: '/tickets?metric=frt_avg' },
  { path: '/products', one: '/products/' },
  { path: '/issue-types', one: '/issue-types/' },
  { path: '/regions', one: '/regions/' },
  { path: '/satisfaction' },
  { path: '/complaints' },
  { path: '/time' },
  { path: '/explore' },
  { path: '/catalogue' },
]

/** As a page opens and a whole day of it (the history ends with yesterday), and four weeks narrowed and compared. */
const OPENING = ['', 'preset=yesterday'] as const
const NARROW = 'preset=last_28_days&compare=previous_period&channel=douyin&issueType=i02'
/** Days that are in memory before anything is measured: what the longest view and its comparison read. */
const RECENT_DAYS = 57
/** What somebody narrows a page of four weeks to. */
const NARROWED = ['channel=wechat', 'team=t02'] as const

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0)
}
const figures = (times: readonly number[]) => ({
  count: times.length,
  p50Ms: quantile(times, 0.5),
  p95Ms: quantile(times, 0.95),
  maxMs: quantile(times, 1),
})
type Figures = ReturnType<typeof figures>

const joined = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

interface Measured {
  readonly page: string
  /** the last byte, each view after one reading to warm up */
  readonly server: Figures
  /** the same by view: as the page opens and a whole day of it, and narrowed twice over four weeks with a comparison */
  readonly opening: Figures
  readonly narrowed: Figures
  /** the first reading of each view */
  readonly first: Figures
  readonly slowest: string
  readonly browser: {
    /** from the click to the new figures */
    readonly filter: Figures
    /** until no long task was left, from the start of the navigation */
    readonly interactiveMs: number
    /** long tasks and the longest of them, milliseconds */
    readonly longTasks: { readonly count: number; readonly longestMs: number }
    readonly scriptKb: number
  } | null
  readonly wrong: readonly string[]
}

async function firstLink(visitor: Visitor, path: string, start: string): Promise<string | null> {
  const html = await (await visitor.get(joined(path, 'preset=last_28_days'))).text()
  const links = html.matchAll(new RegExp(`href="(${start}[^"?#]+)`, 'g'))
  for (const [, link = ''] of links)
    if (!link.startsWith(`${start}compare`)) return link.replaceAll('&amp;', '&')
  return null
}

const said = (error: unknown): string =>
  (error instanceof Error ? error.message.split('\n')[0] : String(error)) ?? ''

async function serve(visitor: Visitor, path: string, runs: number) {
  const wrong: string[] = []
  let slowest = { address: '', ms: 0 }
  const byView: number[][] = []
  const first: number[] = []
  for (const view of [...OPENING, NARROW]) {
    const times: number[] = []
    byView.push(times)
    const address = joined(path, view)
    try {
      for (let i = 0; i <= runs; i += 1) {
        const { ms, failed } = await visitor.time(address)
        if (failed > 0) wrong.push(`${address}: ${failed} sections failed`)
        if (i === 0) first.push(ms)
        else {
          times.push(ms)
          if (ms > slowest.ms) slowest = { address, ms }
        }
      }
    } catch (error) {
      wrong.push(said(error))
    }
  }
  return {
    server: figures(byView.flat()),
    opening: figures(byView.slice(0, -1).flat()),
    narrowed: figures(byView.at(-1) ?? []),
    first: figures(first),
    slowest: `${slowest.address} ${Math.round(slowest.ms)} ms`,
    wrong,
  }
}

type Seen = { end: number; count: number; longest: number; last: number }

/** A real browser at the pages: when they can be used, and how soon a changed view shows its figures. */
class Screen {
  private constructor(
    private readonly browser: import('@playwright/test').Browser,
    private readonly context: import('@playwright/test').BrowserContext,
    private readonly address: string,
  ) {}

  static async open(visitor: Visitor, address: string): Promise<Screen> {
    const found = await findBrowser()
    if (found === null) throw new UsageError('There is no Chromium here: --no-browser.')
    const { chromium } = await import('@playwright/test')
    const browser = await chromium.launch({
      executablePath: found.path,
      args: [...found.args],
      ...(Object.keys(found.env).length > 0 ? { env: { ...found.env } } : {}),
    })
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    })
    await context.addCookies(visitor.held())
    // tsx names functions by a helper that a page does not have
    await context.addInitScript('globalThis.__name = (it) => it')
    await context.addInitScript(() => {
      const seen: Seen = { end: 0, count: 0, longest: 0, last: 0 }
      Object.assign(globalThis, { helmlineBench: seen })
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) {
          seen.end = Math.max(seen.end, startTime + duration)
          seen.longest = Math.max(seen.longest, duration)
          seen.count += 1
        }
      }).observe({ type: 'longtask', buffered: true })
    })
    return new Screen(browser, context, address)
  }

  async measure(path: string): Promise<NonNullable<Measured['browser']>> {
    const page = await this.context.newPage()
    try {
      await page.goto(new URL(joined(path, 'preset=last_28_days'), this.address).href, { waitUntil: 'load' })
      const loaded = await page.evaluate(async (quiet) => {
        const seen = (globalThis as unknown as { helmlineBench: Seen }).helmlineBench
        const resources = () => performance.getEntriesByType('resource') as PerformanceResourceTiming[]
        const scripts = () =>
          resources().filter(({ name }) => name.includes('/_next/static/') && name.includes('.js'))
        let count = -1
        while (count !== seen.count || performance.now() - seen.end < quiet) {
          count = seen.count
          await new Promise((done) => setTimeout(done, 150))
        }
        const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
        return {
          interactiveMs: Math.round(Math.max(seen.end, navigation?.domContentLoadedEventEnd ?? 0)),
          longTasks: { count: seen.count, longestMs: Math.round(seen.longest) },
          scriptKb:
            Math.round(scripts().reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 100) / 10,
        }
      }, QUIET)
      return { ...loaded, filter: figures(await this.changes(page, path)) }
    } finally {
      await page.close()
    }
  }

  /**
   * Narrows the page as its own bar does, by a link followed inside the page: from the click until the old figures,
   * dimmed meanwhile, have given way.
   */
  private async changes(page: import('@playwright/test').Page, path: string): Promise<number[]> {
    const times: number[] = []
    for (const narrowed of NARROWED) {
      const chip = page.locator('[data-chip="period"], [data-filter-bar]').first()
      if ((await chip.count()) === 0) return times
      const target = joined(path, `preset=last_7_days&${narrowed}`)
      const ms = await page.evaluate(async (href) => {
        const link = document.createElement('a')
        const router = (
          globalThis as unknown as { next?: { router?: { push: (to: string, how: object) => void } } }
        ).next?.router
        link.href = href
        const main = document.querySelector('main') ?? document.body
        const began = performance.now()
        if (!router) throw new Error('the page has no router to change its view with')
        let changed = performance.now()
        const observer = new MutationObserver(() => {
          changed = performance.now()
        })
        observer.observe(main, { subtree: true, childList: true, characterData: true, attributes: true })
        router.push(link.pathname + link.search, { scroll: false })
        const limit = began + 8_000
        const there = () => location.search === link.search
        while (performance.now() < limit) {
          await new Promise((done) => setTimeout(done, 20))
          if (there() && performance.now() - changed > 400) break
        }
        observer.disconnect()
        return changed - began
      }, target)
      times.push(ms)
    }
    return times
  }

  async close(): Promise<void> {
    await this.context.close()
    await this.browser.close()
  }
}

const met = ({ server, browser, wrong }: Measured): boolean =>
  wrong.length === 0 &&
  server.p95Ms <= PAGE_BAR &&
  (browser === null || (browser.interactiveMs <= INTERACTIVE_BAR && browser.filter.p95Ms <= FILTER_BAR))

const lineOf = (page: Measured): string =>
  [
    `${met(page) ? 'ok  ' : 'slow'} ${page.page}: server p50 ${page.server.p50Ms}, p95 ${page.server.p95Ms} ms (opening ${page.opening.p95Ms}, narrowed ${page.narrowed.p95Ms}, first ${page.first.maxMs})`,
    ...(page.browser === null
      ? []
      : [
          `interactive ${page.browser.interactiveMs} ms, longest task ${page.browser.longTasks.longestMs} ms, ${page.browser.scriptKb} kB of scripts, filter p95 ${page.browser.filter.p95Ms} ms`,
        ]),
    `slowest ${page.slowest}`,
    ...page.wrong,
  ].join('; ')

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      tickets: { type: 'string', default: '5000000' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string' },
      keep: { type: 'string' },
      seconds: { type: 'string' },
      'no-browser': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) {
    tell(USAGE)
    return 0
  }
  const tickets = whole('tickets', values.tickets, 1_000, 50_000_000)
  const runs = whole('runs', values.runs, 1, 1_000)
  const limit = values.seconds === undefined ? null : whole('seconds', values.seconds, 1, 86_400) * 1_000
  const keep = values.keep === undefined ? null : databaseName('keep', values.keep)
  const only = values.only?.split(',') ?? null
  const pages = PAGES.filter(({ path }) => only === null || only.includes(path))
  if (pages.length === 0) throw new UsageError(`--only knows ${PAGES.map(({ path }) => path).join(', ')}.`)
  if (!existsSync('.next/BUILD_ID')) throw new UsageError('The pages are not built: npm run build.')

  const leftOut: string[] = []
  const measured = await within(keep, { tickets, end: midnight(), all: true }, async (database) => {
    await fillBenchCustomers(database.pool)
    await fillBenchAgents(database.pool)
    await readRecentFacts(database.pool, RECENT_DAYS)
    await use(database.url)
    await upsertUser(systemContext('bench', Date.now()), { email: EMAIL, role: 'admin', password: PASSWORD })
    const web = await start('lib/http/server.ts', true)
    const address = `http://127.0.0.1:${web.port}`
    const visitor = new Visitor(address)
    let screen: Screen | null = null
    try {
      await visitor.signIn(EMAIL, PASSWORD)
      screen = values['no-browser'] === true ? null : await Screen.open(visitor, address)
      const found: Measured[] = []
      const began = performance.now()
      for (const { path, one } of pages) {
        if (limit !== null && performance.now() - began > limit) {
          leftOut.push(path)
          continue
        }
        const single = one === undefined ? null : await firstLink(visitor, path, one)
        for (const at of single === null ? [path] : [path, single]) {
          const { wrong, ...served } = await serve(visitor, at, runs)
          const shown = await screen?.measure(at).catch((error) => {
            wrong.push(said(error))
            return null
          })
          const page: Measured = { page: at, ...served, browser: shown ?? null, wrong }
          found.push(page)
          if (values.json !== true) tell(lineOf(page))
        }
      }
      return found
    } finally {
      await screen?.close()
      await stop(web.child)
    }
  })
  const worst = (of: (page: Measured) => number | undefined) =>
    Math.max(0, ...measured.map((page) => of(page) ?? 0))
  const judged = (value: number, bar: number) => ({ value, bar: `<= ${bar}`, met: value <= bar })
  const changes = measured.flatMap(({ browser }) =>
    browser && browser.filter.count > 0 ? [browser.filter.p95Ms] : [],
  )
  const bars = {
    pageP95Ms: judged(
      worst(({ server }) => server.p95Ms),
      PAGE_BAR,
    ),
    openingP95Ms: judged(
      worst(({ opening }) => opening.p95Ms),
      PAGE_BAR,
    ),
    interactiveMs: judged(
      worst(({ browser }) => browser?.interactiveMs),
      INTERACTIVE_BAR,
    ),
    filterP95Ms: judged(quantile(changes, 0.95), FILTER_BAR),
  }
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version }
  const verdicts = measured.map((page) => ({ ...page, met: met(page) }))
  const result = { bars, tickets, runs, machine, leftOut, pages: verdicts }
  process.stdout.write(`${JSON.stringify(result, null, values.json === true ? 0 : 2)}\n`)
  return leftOut.length > 0 || measured.some(({ wrong }) => wrong.length > 0) ? 1 : 0
})
