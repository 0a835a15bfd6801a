/** Every page, both themes: axe finds nothing serious. */
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { account, signIn } from './sign-in'

const EMAIL = 'axe@example.com'
const THEMES = ['light', 'dark'] as const
const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night'] as const
const WEEK = 'preset=last_7_days'

/** Lists that lead to the page of one: the first link that begins with `one`. */
const LISTS = [
  { path: '/channels', one: '/channels/' },
  { path: '/teams', one: '/teams/' },
  { path: '/agents', one: '/agents/' },
  { path: '/customers', one: '/customers/' },
  { path: '/tickets', one: '/tickets/' },
  { path: '/products', one: '/products/' },
  { path: '/issue-types', one: '/issue-types/' },
  { path: '/regions', one: '/regions/' },
] as const

const PAGES = [
  '/',
  '/radar',
  `/channels/compare?${WEEK}`,
  `/teams/compare?${WEEK}`,
  `/agents/compare?${WEEK}`,
  `/tickets?${WEEK}&metric=csat`,
  `/satisfaction?${WEEK}`,
  `/satisfaction/answers?${WEEK}`,
  `/complaints?${WEEK}`,
  `/time?${WEEK}&show=frt_within_target`,
  '/explore',
  `/explore?metrics=frt_avg,tickets_opened&by=channel&${WEEK}`,
  `/explore?metrics=csat&by=team,channel&${WEEK}`,
  '/catalogue',
  '/exports',
  '/rules',
  '/rules/new',
  '/rules/new?kind=threshold',
  '/rules/ladders',
  '/rules/silences',
  '/screens',
  '/incidents',
  '/incidents/quality',
  '/tasks',
  '/improvements',
  '/review',
  '/settings',
  '/settings/company',
  '/settings/automation',
  '/settings/people',
  '/settings/keys',
  '/settings/retention',
  '/settings/follow-up',
  '/settings/organisation',
  '/settings/channels',
  '/settings/calendars',
  '/settings/limits',
  '/settings/metric-targets?metric=frt_avg',
  '/settings/targets',
  '/settings/deliveries',
  '/settings/audit',
  '/settings/file',
  '/no-such-page',
] as const

test.beforeAll(() => {
  account(EMAIL, 'admin')
})

/** Themes differ in their colours alone: the dark one is asked about these. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function seriousOn(page: Page, theme: (typeof THEMES)[number], path: string): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // Of rows that are alike some are looked at.
    .exclude('tbody tr:nth-child(n + 9)')
    .exclude('article:nth-of-type(n + 9)')
    .exclude('li:nth-child(n + 17)')
  const { violations } = await (theme === 'dark' ? axe.withRules(COLOUR_RULES) : axe.withTags(TAGS)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)}`)
      return `${theme} ${path}: ${id} ${places.join(' | ')}`
    })
}

/** Waits until every section of a page of the product has come. */
async function whole(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForFunction(() => document.querySelector('template[id^="B:"]') === null)
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

type Look = (path: string, ready?: (page: Page) => Promise<void>) => Promise<void>

/** One walk through some of the pages: each is loaded once and looked at in both themes; what is serious, as texts. */
async function walk(
  browser: Browser,
  known: (look: Look, page: Page) => Promise<void>,
  stranger?: (look: Look, page: Page) => Promise<void>,
): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const found: string[] = []
  const look: Look = async (path, ready = whole) => {
    await page.goto(path)
    await ready(page)
    for (const theme of THEMES) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name
      }, theme)
      found.push(...(await seriousOn(page, theme, path)))
    }
  }
  await stranger?.(look, page)
  await signIn(page, EMAIL)
  await known(look, page)
  await context.close()
  return found
}

const lists = async (look: Look, page: Page): Promise<void> => {
  for (const { path, one } of LISTS) {
    await look(`${path}?${WEEK}`)
    const hrefs = await page
      .locator(`main a[href^="${one}"]`)
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    const single = hrefs.find((href) => !href.slice(one.length).startsWith('compare'))?.split(/[?#]/)[0]
    expect(single, `${path} leads to ${one}…`).toBeDefined()
    await look(`${single}?${WEEK}`)
    if (path !== '/tickets') continue
    // The same ticket beside the list.
    await look(`/tickets?${WEEK}&ticket=${single?.slice(one.length)}`, async () => {
      await whole(page)
      await expect(page.locator('[data-ticket-drawer] section').first()).toBeVisible()
    })
  }
  await page.setViewportSize({ width: 1920, height: 1080 })
  for (const scene of SCENES) {
    await look(`/wall/${scene}`, () => expect(page.locator('[data-tile]').first()).toBeVisible())
  }
}

const others = async (look: Look): Promise<void> => {
  for (const path of PAGES) await look(path)
}

const strangers = async (look: Look, page: Page): Promise<void> => {
  await look('/sign-in', () => expect(page.locator('input[name="password"]')).toBeVisible())
  await look('/wall', () => expect(page.locator('[data-code]')).toBeVisible())
}

test('has no serious finding on drill pages and walls, in both themes', async ({ browser }) => {
  test.setTimeout(480_000)
  expect(await walk(browser, lists, strangers)).toEqual([])
})

test('has no serious finding on the other pages, in both themes', async ({ browser }) => {
  test.setTimeout(480_000)
  expect(await walk(browser, others)).toEqual([])
})
