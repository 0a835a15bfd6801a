/**
 * `npm run shots`: pictures of every screen, in four sizes, two themes, two languages and the states it can be in,
 * into shots/ (not kept in the repository). Starts the product as the tests do, or uses the one HELMLINE_E2E_URL names.
 * A picture is named `<screen>-<state>-<size>-<theme>-<language>`; arguments narrow them: each must occur in the name
 * as whole words, one of several with commas between (`overview full 1366,390 light zh`, `wall alarm-zone 1920`).
 */
import { mkdirSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import pg from 'pg'
import { findBrowser } from '@/lib/launch/browser.mjs'
import { openHome } from '@/lib/launch/home.mjs'
import { command } from './command'
import { drawn } from './drawn'
import setUp from './product'
import { deliver, frameOf } from './wall-frames'

const SIZES = [
  { name: '3840', width: 3840, height: 2160 },
  { name: '1920', width: 1920, height: 1080 },
  { name: '1366', width: 1366, height: 768 },
  { name: '390', width: 390, height: 844 },
] as const
type Size = (typeof SIZES)[number]['name']
const THEMES = ['light', 'dark'] as const
const LOCALES = ['zh', 'en'] as const
const EMAIL = 'shots@example.com'
const PASSWORD = 'a long enough password'
const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night'] as const
const DENSITIES = ['far', 'middle', 'near'] as const
/** Nothing can have happened then. */
const LONG_AGO = 'from=2020-01-06&to=2020-01-13'
/** What the pages' figures are read from; the sign-in and the frame of the page read other tables. */
const FIGURES = `SELECT quote_ident(relname) AS name FROM pg_class
  WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
  AND (relname LIKE 'rollup\\_%' OR relname IN ('ticket','episode','round','message','answer','complaint','customer'))`
/** What only figures of first responses are read from. */
const ONE_SECTION = `SELECT quote_ident(relname) AS name FROM pg_class
  WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
  AND relname IN ('rollup_episode', 'rollup_answer', 'rollup_complaint', 'answer')`

type State = 'full' | 'empty' | 'error' | 'loading' | 'stale'

interface Shot {
  readonly name: string
  readonly path: (found: Found) => string
  readonly signedIn?: false
  /** default: full */
  readonly states?: readonly State[]
  /** a wall of ours: its frames are made up, and it is dark in every theme */
  readonly wall?: { readonly scene: string; readonly alarm?: 'zone' | 'full' }
  /** a screen of this size in place of the sizes */
  readonly upright?: true
  /** who looks; default: a manager */
  readonly by?: 'admin'
  /** what does not answer in the state `error`; default: one section's figures */
  readonly holds?: string
  /** takes a page its news, and waits until it says so: the state `stale` */
  readonly cut?: (page: Page) => Promise<void>
  /** what is done before the picture */
  readonly act?: (page: Page) => Promise<void>
}
interface Found {
  /** `/tickets/<source>/<subject>` */
  readonly ticket: string
  readonly agent: string
  readonly agents: readonly string[]
  readonly team: string
  readonly customer: string
  readonly product: string
  readonly issueType: string
  readonly region: string
  readonly teams: readonly string[]
}

const WEEK = 'preset=last_7_days'
/** Pages whose figures belong to a period: without data, with a database that does not answer, while they load. */
const PERIOD: readonly State[] = ['full', 'empty', 'error', 'loading']
const WALL: readonly State[] = ['full', 'empty', 'stale']

/** Keeps the browser's streams where they can be cut, and once they are, new ones from opening. */
function keepStreams(): void {
  const open = new Set<EventSource>()
  const Real = EventSource
  let broken = false
  class Kept extends Real {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(broken ? '/nowhere' : url, init)
      open.add(this)
    }
  }
  const cut = () => {
    broken = true
    for (const source of open) {
      source.close()
      source.dispatchEvent(new Event('error'))
    }
  }
  Object.assign(window, { EventSource: Kept, __streams: { cut } })
}

async function cutStreams(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(window, '__streams').cut())
  await page.locator('[data-live-banner]').waitFor()
}

async function cutRadar(page: Page): Promise<void> {
  await page.route('**/api/v1/radar*', (route) => route.abort())
  await page.locator('main .opacity-60').first().waitFor()
}

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: () => '/sign-in', signedIn: false },
  { name: 'overview', path: () => '/', states: [...PERIOD, 'stale'], cut: cutStreams },
  { name: 'overview-week', path: () => `/?${WEEK}&channel=douyin,taobao` },
  { name: 'radar', path: () => '/radar', states: ['full', 'stale'], cut: cutRadar },
  { name: 'channels', path: () => `/channels?${WEEK}`, states: PERIOD },
  { name: 'channel', path: () => `/channels/douyin`, states: PERIOD },
  { name: 'channel-week', path: () => `/channels/douyin?${WEEK}` },
  { name: 'channels-compare', path: () => `/channels/compare?${WEEK}&channels=douyin,taobao,jd` },
  { name: 'teams', path: () => `/teams?${WEEK}`, states: PERIOD },
  { name: 'team', path: ({ team }) => `${team}?${WEEK}`, states: PERIOD },
  {
    name: 'teams-compare',
    path: ({ teams }) => `/teams/compare?${WEEK}&teams=${teams.slice(0, 3).join(',')}`,
    states: PERIOD,
  },
  { name: 'agents', path: () => `/agents?${WEEK}`, states: PERIOD },
  {
    name: 'agents-compare',
    path: ({ agents }) => `/agents/compare?${WEEK}&agents=${agents.slice(0, 3).join(',')}`,
    states: PERIOD,
  },
  { name: 'agent', path: ({ agent }) => `${agent}?${WEEK}`, states: PERIOD },
  { name: 'customers', path: () => '/customers', states: ['full', 'error', 'loading'], holds: FIGURES },
  { name: 'customers-empty', path: () => '/customers?q=nobody-is-called-this' },
  { name: 'customer', path: ({ customer }) => customer, states: ['full', 'loading'] },
  { name: 'tickets', path: () => `/tickets?metric=csat&${WEEK}`, states: PERIOD },
  { name: 'ticket', path: ({ ticket }) => ticket, states: ['full', 'error', 'loading'], holds: FIGURES },
  { name: 'ticket-unknown', path: ({ ticket }) => `${ticket}-none` },
  {
    name: 'drawer',
    path: ({ ticket }) => `/tickets?${WEEK}&ticket=${encodeURIComponent(ticket.slice('/tickets/'.length))}`,
  },
  { name: 'products', path: () => `/products?${WEEK}`, states: PERIOD },
  { name: 'product', path: ({ product }) => `${product}?${WEEK}` },
  { name: 'issue-types', path: () => `/issue-types?${WEEK}`, states: PERIOD },
  { name: 'issue-type', path: ({ issueType }) => `${issueType}?${WEEK}` },
  { name: 'regions', path: () => `/regions?${WEEK}`, states: PERIOD },
  { name: 'region', path: ({ region }) => `${region}?${WEEK}` },
  { name: 'satisfaction', path: () => `/satisfaction?${WEEK}`, states: PERIOD },
  { name: 'answers', path: () => `/satisfaction/answers?${WEEK}`, states: PERIOD },
  { name: 'complaints', path: () => `/complaints?${WEEK}`, states: PERIOD },
  { name: 'time', path: () => '/time?preset=last_28_days', states: PERIOD },
  { name: 'explore', path: () => `/explore?${WEEK}`, states: PERIOD },
  { name: 'catalogue', path: () => '/catalogue?metric=frt_within_target' },
  { name: 'incidents', path: () => '/incidents' },
  { name: 'incidents-empty', path: () => `/incidents?${LONG_AGO}` },
  { name: 'incidents-quality', path: () => '/incidents/quality' },
  { name: 'rules', path: () => '/rules' },
  { name: 'rules-new', path: () => '/rules/new?kind=threshold' },
  { name: 'ladders', path: () => '/rules/ladders' },
  { name: 'silences', path: () => '/rules/silences' },
  { name: 'tasks', path: () => '/tasks' },
  { name: 'improvements', path: () => '/improvements' },
  { name: 'review', path: () => '/review' },
  ...['', '/people', '/organisation', '/metric-targets', '/calendars', '/audit'].map(
    (section): Shot => ({
      name: `settings${section.replace('/', '-')}`,
      path: () => `/settings${section}`,
      by: 'admin',
    }),
  ),
  { name: 'setup', path: () => '/setup', by: 'admin' },
  { name: 'exports', path: () => '/exports' },
  { name: 'screens', path: () => '/screens' },
  { name: 'pairing', path: () => '/wall', signedIn: false },
  {
    name: 'palette',
    path: () => '/',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  ...SCENES.flatMap((scene) =>
    DENSITIES.map(
      (density): Shot => ({
        name: `wall-${scene}-${density}`,
        path: () => `/wall/${scene}?density=${density}`,
        states: density === 'middle' ? WALL : ['full'],
        wall: { scene },
      }),
    ),
  ),
  ...SCENES.map(
    (scene): Shot => ({
      name: `wall-${scene}-upright`,
      path: () => `/wall/${scene}`,
      wall: { scene },
      upright: true,
    }),
  ),
  ...(['zone', 'full'] as const).flatMap((alarm): readonly Shot[] => [
    {
      name: `wall-alarm-${alarm === 'full' ? 'screen' : 'zone'}`,
      path: () => '/wall/overview',
      wall: { scene: 'overview', alarm },
    },
    {
      name: `wall-alarm-${alarm === 'full' ? 'screen' : 'zone'}-upright`,
      path: () => '/wall/overview',
      wall: { scene: 'overview', alarm },
      upright: true,
    },
  ]),
  // The wall as it is with what the product knows.
  { name: 'wall-live', path: () => '/wall/overview' },
]

type Role = 'manager' | 'admin'
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

async function signIn(page: Page, base: string, role: Role): Promise<void> {
  await page.goto(`${base}/sign-in`)
  await page.locator('input[name="email"]').fill(`${role}-${EMAIL}`)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** The pages of one of each. */
async function find(page: Page, base: string): Promise<Found> {
  const links = async (path: string) => {
    await page.goto(`${base}${path}?${WEEK}`)
    const start = `${path}/`
    await page.locator(`a[href^="${start}"]:not([href^="${start}compare"])`).first().waitFor()
    const hrefs = await page
      .locator(`a[href^="${start}"]:not([href^="${start}compare"])`)
      .evaluateAll((all) => all.map((it) => it.getAttribute('href')?.split('?')[0] ?? ''))
    return [...new Set(hrefs)]
  }
  const tickets = await links('/tickets')
  const agents = await links('/agents')
  const teams = await links('/teams')
  const one = async (path: string) => (await links(path))[0] ?? path
  return {
    ticket: tickets[20] ?? tickets[0] ?? '/tickets',
    agent: agents[8] ?? agents[0] ?? '/agents',
    agents: agents.map((it) => it.slice('/agents/'.length)),
    team: teams[0] ?? '/teams',
    teams: teams.map((it) => it.slice('/teams/'.length)),
    customer: await one('/customers'),
    product: await one('/products'),
    issueType: await one('/issue-types'),
    region: await one('/regions'),
  }
}

/** Keeps tables from being read until the answered function is called: who asks waits, and gives up in the end. */
async function hold(tables: string): Promise<() => Promise<void>> {
  const url = openHome().runtime()?.databaseUrl
  if (typeof url !== 'string') throw new Error('The product under test does not tell its database.')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('BEGIN')
  const { rows } = await client.query<{ name: string }>(tables)
  await client.query(`LOCK TABLE ${rows.map(({ name }) => name).join(', ')} IN ACCESS EXCLUSIVE MODE`)
  return async () => {
    await client.query('ROLLBACK')
    await client.end()
  }
}

const withQuery = (path: string, query: string) => {
  const [plain = '', before = ''] = path.split('?')
  const kept = new URLSearchParams(before)
  kept.delete('preset')
  const rest = kept.toString()
  return `${plain}?${query}${rest === '' ? '' : `&${rest}`}`
}

async function take(
  context: BrowserContext,
  base: string,
  shot: Shot,
  state: State,
  found: Found,
  file: string,
): Promise<void> {
  const page = await context.newPage()
  try {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const path = state === 'empty' && !shot.wall ? withQuery(shot.path(found), LONG_AGO) : shot.path(found)
    if (state === 'stale' && !shot.wall) {
      await page.addInitScript('globalThis.__name = (it) => it')
      await page.addInitScript(keepStreams)
    }
    if (shot.wall) {
      // The loader names functions by a helper that the page does not have.
      await page.addInitScript('globalThis.__name = (it) => it')
      const { scene, alarm = 'none' } = shot.wall
      await deliver(page, { [scene]: frameOf(scene, Date.now(), { alarm, empty: state === 'empty' }) })
    }
    const release =
      state === 'loading'
        ? await hold(FIGURES)
        : state === 'error'
          ? await hold(shot.holds ?? ONE_SECTION)
          : null
    try {
      await page.goto(`${base}${path}`, { waitUntil: state === 'loading' ? 'commit' : 'load' })
      if (state === 'loading') await page.locator('[aria-busy="true"]').first().waitFor()
      else await drawn(page)
      if (shot.wall) await page.locator('[data-tile="frt"] .wall-value').waitFor()
      if (state === 'stale') await (shot.cut ?? cutStreams)(page)
      await shot.act?.(page)
      const whole = !shot.wall && !shot.name.startsWith('wall') && (page.viewportSize()?.width ?? 0) < 3000
      await page.screenshot({ path: file, fullPage: whole && shot.act === undefined })
    } finally {
      await release?.()
    }
    process.stdout.write(`${file}\n`)
  } catch (error) {
    process.stdout.write(`${file} FAILED: ${error instanceof Error ? error.message.split('\n')[0] : error}\n`)
    process.exitCode = 1
  } finally {
    await page.close()
  }
}

/** Whether every argument occurs in the name as whole words. */
const wants = (words: readonly string[], name: string) =>
  words.every((word) => word.split(',').some((it) => `-${name}-`.includes(`-${it}-`)))

async function takeSize(
  browser: Browser,
  base: string,
  words: readonly string[],
  size: { readonly name: Size | '1080x1920'; readonly width: number; readonly height: number },
  found: Found,
  cookies: Readonly<Record<Role, Cookies>>,
): Promise<void> {
  const upright = size.name === '1080x1920'
  const phone = size.width < 500
  for (const theme of THEMES) {
    for (const locale of LOCALES) {
      const wanted = SHOTS.flatMap((shot) =>
        (shot.states ?? ['full']).map((state) => ({
          shot,
          state,
          name: `${shot.name}-${state}-${size.name}-${theme}-${locale}`,
        })),
      ).filter(({ shot, name }) => {
        const wall = shot.name.startsWith('wall')
        if ((shot.upright === true) !== upright || (wall && (phone || theme === 'light'))) return false
        return wants(words, name)
      })
      if (wanted.length === 0) continue
      const context = await browser.newContext({
        viewport: { width: size.width, height: size.height },
        deviceScaleFactor: phone ? 2 : 1,
        isMobile: phone,
        hasTouch: phone,
        timezoneId: 'Asia/Shanghai',
        locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
      })
      const choices = [
        { name: 'helmline-theme', value: theme, url: base },
        { name: 'helmline-locale', value: locale, url: base },
      ]
      for (const { shot, state, name } of wanted) {
        await context.clearCookies()
        await context.addCookies([
          ...(shot.signedIn === false ? [] : cookies[shot.by ?? 'manager']),
          ...choices,
        ])
        await take(context, base, shot, state, found, `shots/${name}.png`)
      }
      await context.close()
    }
  }
}

async function main(words: readonly string[]): Promise<void> {
  const stop = await setUp()
  const base = process.env.HELMLINE_E2E_URL ?? ''
  if (process.env.HELMLINE_E2E_HOME) process.env.HELMLINE_HOME = process.env.HELMLINE_E2E_HOME
  const known = await findBrowser()
  if (known === null) throw new Error('No browser starts here: install Chromium, or set HELMLINE_CHROMIUM.')
  const browser = await chromium.launch({
    executablePath: known.path,
    args: [...known.args],
    env: { ...process.env, ...known.env },
  })
  try {
    const session = async <T>(role: Role, work: (page: Page) => Promise<T>) => {
      command('user', '--email', `${role}-${EMAIL}`, '--role', role, '--password', PASSWORD)
      const context = await browser.newContext({ locale: 'zh-CN' })
      const page = await context.newPage()
      await signIn(page, base, role)
      const done = await work(page)
      const cookies = await context.cookies()
      await context.close()
      return { done, cookies }
    }
    const manager = await session('manager', (page) => find(page, base))
    const admin = await session('admin', async () => undefined)
    const found = manager.done
    const cookies = { manager: manager.cookies, admin: admin.cookies }
    mkdirSync('shots', { recursive: true })
    for (const size of [...SIZES, { name: '1080x1920', width: 1080, height: 1920 } as const])
      await takeSize(browser, base, words, size, found, cookies)
  } finally {
    await browser.close()
    await stop?.()
  }
}

await main(process.argv.slice(2))
