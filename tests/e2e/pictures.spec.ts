/**
 * The ten pictures that must not change unnoticed. What they show is fixed: events of a week long past with a source of
 * their own, frames of one moment, a clock that stands. `npx playwright test pictures --update-snapshots` takes anew
 * what was changed on purpose.
 */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { drawn } from './drawn'
import { pictureEvents, radarAt, SOURCE, SUBJECT, TEAMS, WEEK } from './pictures-fixture'
import { deliver, frameOf } from './wall-frames'

const EMAIL = 'pictures@example.com'
const PASSWORD = 'a long enough password'
/** Friday afternoon, when the fixed frames tell their story. */
const NOW = Date.parse('2026-11-20T14:37:08+08:00')

/** What explains that week, under ids of its own: written once, however often the pictures are taken. */
const NOTES = [
  ['2024-03-13T10:15:00+08:00', 'change', '机器人话术 v3'],
  ['2024-03-15T14:05:00+08:00', 'campaign', '促销活动A 上线'],
  ['2024-03-15T15:20:00+08:00', 'incident', '仓库系统中断 40 分钟'],
].map(([at, kind, text], i) => ({ id: `00000000-0000-4000-8000-00000000000${i}`, at, kind, text }))

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[name="email"]').fill(EMAIL)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Pixels that two builds of Chromium have been seen to differ by, and some; the rest stay below 3,500. */
const APART: Readonly<Record<string, number>> = {
  'teams-compare': 13_000,
  radar: 10_000,
  'ticket-drawer': 20_000,
  wall: 7_000,
  'wall-alarm': 7_000,
}

interface Clip {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
/** The page without the side bar; one picture shows that. */
const CONTENT: Clip = { x: 196, y: 0, width: 1170, height: 700 }
const LOWER: Clip = { ...CONTENT, height: 600 }

/** The picture as it is kept: alike to the eye rather than to the bit. */
async function looksAsBefore(page: Page, name: string, clip?: Clip): Promise<void> {
  await drawn(page)
  await expect(page).toHaveScreenshot(`${name}.png`, {
    ...(clip === undefined ? {} : { clip }),
    animations: 'disabled',
    caret: 'hide',
    scale: 'css',
    // A pixel differs from a threshold on, for edges of letters are drawn a little otherwise by each Chromium.
    threshold: 0.3,
    maxDiffPixels: APART[name] ?? 4_000,
  })
}

test.beforeAll(async ({ playwright, baseURL }) => {
  command('user', '--email', EMAIL, '--role', 'manager', '--password', PASSWORD)
  // Each worker asks anew: after a failure another begins.
  const key = command('key', '--name', `e2e-pictures-${Date.now()}`, '--scopes', 'ingest')
  const request = await playwright.request.newContext(baseURL === undefined ? {} : { baseURL })
  const answer = await request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(pictureEvents()),
  })
  expect(answer.status()).toBe(200)
  const { position, rejected } = (await answer.json()) as { position: number; rejected: unknown[] }
  expect(rejected).toEqual([])
  await expect
    .poll(
      async () => {
        const health = (await (await request.get('/api/health')).json()) as { applied: number }
        return health.applied
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(position)
  await request.dispose()
})

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  // How many wait elsewhere in this product is not this picture's business.
  await page.route('**/api/v1/attention*', (route) => route.fulfill({ json: { overdue: 0, soon: 0 } }))
  await signIn(page)
  for (const note of NOTES) {
    const written = await page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('/api/v1/annotations', {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return answer.ok || (await answer.json()).errors?.[0]?.message === 'taken'
    }, note)
    expect(written, note.text).toBe(true)
  }
})

for (const [name, path] of [
  ['overview', `/?${WEEK}`],
  ['channel', `/channels/douyin?${WEEK}`],
  ['teams-compare', `/teams/compare?${WEEK}&teams=${TEAMS.map(encodeURIComponent).join(',')}`],
  ['satisfaction', `/satisfaction?${WEEK}`],
  ['ticket-drawer', `/tickets?${WEEK.replace('03-11', '03-17')}&ticket=${SOURCE}%2F${SUBJECT}`],
  ['explore', `/explore?${WEEK}&metrics=tickets_opened,frt_avg&by=team&grain=day`],
] as const) {
  test(`${name} looks as before`, async ({ page }) => {
    await page.goto(path)
    await looksAsBefore(
      page,
      name,
      name === 'overview' ? undefined : name === 'ticket-drawer' ? LOWER : CONTENT,
    )
  })
}

test('radar looks as before', async ({ page }) => {
  await page.clock.setFixedTime(NOW)
  await page.route('**/api/v1/radar*', (route) => route.fulfill({ json: radarAt(NOW) }))
  await page.goto('/radar')
  await expect(page.locator('[data-radar-row]')).toHaveCount(9)
  await looksAsBefore(page, 'radar', CONTENT)
})

test('overview on a phone looks as before', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.clock.setFixedTime(NOW)
  await deliver(page, { overview: frameOf('overview', NOW, { alarm: 'none', empty: false }) })
  await page.goto('/')
  await expect(page.locator('[data-tile="frt"]').first()).toContainText('0:59')
  // What alarms elsewhere in this product is not this picture's business; below stand people of the demo company.
  await page.addStyleTag({ content: '[data-phone-incidents] { display: none }' })
  await looksAsBefore(page, 'overview-phone', { x: 0, y: 0, width: 390, height: 575 })
})

// A wall is the same picture in every size.
const WALL = { width: 768, height: 432 }

test('wall looks as before', async ({ page }) => {
  await page.setViewportSize(WALL)
  await page.clock.setFixedTime(NOW)
  await deliver(page, { overview: frameOf('overview', NOW, { alarm: 'none', empty: false }) })
  await page.goto('/wall/overview?density=middle')
  await expect(page.locator('[data-tile="frt"] .wall-value')).toHaveText('0:59')
  await looksAsBefore(page, 'wall')
})

test('alarm on the wall looks as before', async ({ page }) => {
  await page.setViewportSize(WALL)
  await page.clock.setFixedTime(NOW)
  await deliver(page, { overview: frameOf('overview', NOW, { alarm: 'full', empty: false }) })
  await page.goto('/wall/overview?density=middle')
  await expect(page.locator('[data-wall]')).toHaveAttribute('data-scene', 'alarm')
  await looksAsBefore(page, 'wall-alarm')
})
