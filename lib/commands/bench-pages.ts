/**
 * `npm run bench:pages -- --json`: how long the server takes for every page, signed in, over millions of tickets, and
 * for the new figures after a filter. Needs built pages and a scratch database, which it makes or takes again.
 */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { fillBenchCustomers } from '@/lib/db/bench-facts'
import { systemContext } from '@/lib/services/context'
import { upsertUser } from '@/lib/services/upsert-user'
import { start, stop } from './bench-ingest'
import { databaseName, midnight, use, whole, within } from './bench-scratch'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run bench:pages -- [--json] [--tickets 5000000] [--runs 5] [--keep NAME] [--only /teams,/agents]

  --tickets N   tickets of the history (1,000 to 50,000,000)
  --runs N      how often each address is read, after once to warm up (default 5)
  --keep NAME   keep the scratch database under this name, and use it again
  --only LIST   some of the pages
  --json        only the JSON, on one line`

const EMAIL = 'bench@helmline.local'
const PASSWORD = 'bench pages over millions'
/** Milliseconds, as the issue sets them. */
const PAGE_BAR = 300
const FILTER_BAR = 500

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

const VIEWS = ['', 'preset=last_7_days', 'preset=last_28_days'] as const
/** What somebody narrows a page of four weeks to. */
const FILTERS = [
  'channel=douyin',
  'team=t01',
  'product=p01',
  'issueType=i02',
  'region=r03',
  'campaign=sale1',
  'channel=taobao&issueType=i01',
  'team=t02&issueType=i03',
] as const

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

const joined = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

/** A person's browser, as far as the server sees it. */
class Visitor {
  private readonly cookies = new Map<string, string>()

  constructor(private readonly address: string) {}

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send(path, { headers })
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(path, this.address), {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), cookie },
      redirect: 'manual',
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  async signIn(): Promise<void> {
    const { csrfToken } = (await (await this.get('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.send('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email: EMAIL, password: PASSWORD, csrfToken, json: 'true' }).toString(),
    })
    await answer.arrayBuffer()
    if (![...this.cookies.keys()].some((name) => name.endsWith('session-token'))) {
      throw new Error(`signing in answered ${answer.status}`)
    }
  }

  /** Milliseconds until the last byte; `figuresOnly` asks as a change of a filter does. */
  async time(path: string, figuresOnly: boolean): Promise<number> {
    const began = performance.now()
    const answer = await this.get(path, figuresOnly ? { RSC: '1' } : {})
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    return performance.now() - began
  }
}

interface Measured {
  readonly page: string
  readonly whole: ReturnType<typeof figures>
  readonly filter: ReturnType<typeof figures>
  readonly slowest: string
  readonly wrong: readonly string[]
}

async function firstLink(visitor: Visitor, path: string, start: string): Promise<string | null> {
  const html = await (await visitor.get(joined(path, 'preset=last_28_days'))).text()
  const links = html.matchAll(new RegExp(`href="(${start}[^"?#]+)`, 'g'))
  for (const [, link = ''] of links)
    if (!link.startsWith(`${start}compare`)) return link.replaceAll('&amp;', '&')
  return null
}

async function measure(visitor: Visitor, path: string, runs: number): Promise<Measured> {
  const wrong: string[] = []
  let slowest = { address: '', ms: 0 }
  const times = { whole: [] as number[], filter: [] as number[] }
  const read = async (address: string, kind: 'whole' | 'filter'): Promise<void> => {
    try {
      await visitor.time(address, kind === 'filter')
      for (let i = 0; i < runs; i += 1) {
        const ms = await visitor.time(address, kind === 'filter')
        times[kind].push(ms)
        if (ms > slowest.ms) slowest = { address, ms }
      }
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error))
    }
  }
  for (const view of VIEWS) await read(joined(path, view), 'whole')
  for (const filter of FILTERS) await read(joined(path, `preset=last_28_days&${filter}`), 'filter')
  return {
    page: path,
    whole: figures(times.whole),
    filter: figures(times.filter),
    slowest: `${slowest.address} ${Math.round(slowest.ms)} ms`,
    wrong,
  }
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      tickets: { type: 'string', default: '5000000' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string' },
      keep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) {
    tell(USAGE)
    return 0
  }
  const tickets = whole('tickets', values.tickets, 1_000, 50_000_000)
  const runs = whole('runs', values.runs, 1, 1_000)
  const keep = values.keep === undefined ? null : databaseName('keep', values.keep)
  const only = values.only?.split(',') ?? null
  const pages = PAGES.filter(({ path }) => only === null || only.includes(path))
  if (pages.length === 0) throw new UsageError(`--only knows ${PAGES.map(({ path }) => path).join(', ')}.`)
  if (!existsSync('.next/BUILD_ID')) throw new UsageError('The pages are not built: npm run build.')

  const measured = await within(keep, { tickets, end: midnight(), all: true }, async (database) => {
    await fillBenchCustomers(database.pool)
    await use(database.url)
    await upsertUser(systemContext('bench', Date.now()), { email: EMAIL, role: 'admin', password: PASSWORD })
    const web = await start('lib/http/server.ts', true)
    try {
      const visitor = new Visitor(`http://127.0.0.1:${web.port}`)
      await visitor.signIn()
      const found: Measured[] = []
      for (const { path, one } of pages) {
        const single = one === undefined ? null : await firstLink(visitor, path, one)
        for (const address of single === null ? [path] : [path, single]) {
          const page = await measure(visitor, address, runs)
          found.push(page)
          if (values.json !== true) {
            tell(
              `${address}: p50 ${page.whole.p50Ms}, p95 ${page.whole.p95Ms} ms; filter p50 ${page.filter.p50Ms}, p95 ${page.filter.p95Ms} ms; slowest ${page.slowest}${page.wrong.length > 0 ? `; ${page.wrong.join('; ')}` : ''}`,
            )
          }
        }
      }
      return found
    } finally {
      await stop(web.child)
    }
  })
  const bars = {
    pageP95Ms: { value: Math.max(...measured.map(({ whole }) => whole.p95Ms)), bar: `<= ${PAGE_BAR}` },
    filterP95Ms: { value: Math.max(...measured.map(({ filter }) => filter.p95Ms)), bar: `<= ${FILTER_BAR}` },
  }
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version }
  const result = { bars, tickets, runs, machine, pages: measured }
  process.stdout.write(`${JSON.stringify(result, null, values.json === true ? 0 : 2)}\n`)
  return measured.some(({ wrong }) => wrong.length > 0) ? 1 : 0
})
