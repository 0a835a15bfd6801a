/** The screens in use: from a number to its rows to a ticket, live changes, language and theme, walls, phones. */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, fresh, signIn } from './sign-in'

const EMAIL = 'screens@example.com'

/** Sends events through the public door, as a source does. */
async function send(page: Page, key: string, events: readonly Record<string, unknown>[]): Promise<void> {
  const answer = await page.request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  })
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toMatchObject({ accepted: events.length, rejected: [] })
}

function event(
  id: string,
  type: string,
  subject: string,
  data: Record<string, unknown>,
): Record<string, unknown> {
  return { specversion: '1.0', id, source: 'e2e-shop', type, subject, time: new Date().toISOString(), data }
}

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('shows what has just happened, and leads from a number to its rows and to the ticket', async ({
  page,
}) => {
  const key = command('key', '--name', fresh('e2e-screens'), '--scopes', 'ingest')
  await signIn(page, EMAIL)
  await page.goto('/')
  await expect(page.locator('[data-live-age]')).toBeVisible()
  const channel = `e2e-${Date.now().toString(36)}`
  await send(page, key, [
    event(`${channel}-1`, 'ticket.opened', channel, { channel, customer: 'C-1', title: '发票抬头写错了' }),
    event(`${channel}-2`, 'message.sent', channel, { from: 'customer', text: '电话 13812345678' }),
  ])
  const row = page.locator(`[data-tile="channels"] tr[data-channel="${channel}"]`)
  await expect(row).toBeVisible({ timeout: 8_000 })
  await row.locator('a[href*="metric=tickets_opened"]').click()
  await expect(page).toHaveURL(/\/tickets\?.*metric=tickets_opened/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '1')
  await page.getByRole('link', { name: channel, exact: true }).click()
  const drawer = page.locator(`[data-ticket-drawer="${channel}"]`)
  await expect(drawer.locator('[data-segment="waiting"]').first()).toBeVisible()
  await expect(drawer.getByText('138****5678')).toBeVisible()
  await page.reload()
  await expect(drawer.getByText('138****5678')).toBeVisible()
  await expect(page.getByText('13812345678')).toHaveCount(0)
})

test('keeps period and filters in the address', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/')
  await page.getByRole('link', { name: '近 7 天' }).click()
  await expect(page).toHaveURL(/preset=last_7_days/)
  await page.locator('[data-filter="channel"]').click()
  await page.getByRole('combobox').fill('抖音')
  await page.getByRole('option', { name: /^抖音/ }).click()
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/channel=douyin/)
  await expect(page.locator('tr[data-channel]')).toHaveCount(1)
  await page.reload()
  await expect(page.locator('[data-filter="channel"]')).toContainText('抖音')
  await page.getByRole('button', { name: '清除渠道' }).click()
  await expect(page).not.toHaveURL(/channel=/)
})

test('speaks English and turns dark, at once and on the next page', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/')
  await page.getByRole('button', { name: /账户/ }).first().click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await page
    .getByRole('button', { name: /Account/ })
    .first()
    .click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await expect.poll(background).toBe('rgb(12, 14, 17)')
  await page.goto('/channels')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Channels')
  await expect.poll(background).toBe('rgb(12, 14, 17)')
})

test('tells each metric in the catalogue', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/catalogue')
  await page.getByRole('searchbox').fill('nps')
  await page.getByRole('link', { name: /nps/ }).click()
  const card = page.locator('[data-metric="nps"]')
  await expect(card).toContainText('净推荐值')
  await expect(card).toContainText('−')
})

test('shows the last good figures, grey and with their time, when the stream is gone', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/')
  const tile = page.locator('[data-tile="tickets_opened"]').first()
  await expect(tile).toContainText(/\d/)
  await page.route('**/api/v1/live/**', (route) => route.abort())
  await page.reload()
  await expect(page.locator('[data-live-banner="lost"]')).toBeVisible({ timeout: 10_000 })
  await expect(page.locator('[data-live-banner]')).toContainText(/数据截至 \d\d:\d\d:\d\d/)
  await expect(tile).toContainText(/\d/)
  await expect(page.locator('[data-tile="frt"]').first()).toHaveAttribute('data-state', 'none')
  await page.unroute('**/api/v1/live/**')
  await expect(page.locator('[data-live-banner]')).toHaveCount(0, { timeout: 20_000 })
})

test('ends a wall whose pairing is ended, and keeps its secret out of every request line', async ({
  browser,
}) => {
  const url = command('screen', '--board', 'overview')
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const page = await context.newPage()
  const lines: string[] = []
  page.on('request', (request) => lines.push(request.url()))
  await page.goto(url)
  const root = page.locator('[data-wall]')
  await expect(root).toHaveAttribute('data-scene', 'overview')
  await expect(page.locator('[data-tile="queue_now"]')).toContainText(/\d/)
  await expect(page.locator('[data-demo]')).toBeVisible()
  const secret = new URL(url).hash.slice(1)
  expect(lines.filter((line) => line.includes(secret) && !line.includes('#'))).toEqual([])
  const box = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight])
  expect(box[0]).toBeLessThanOrEqual(box[1] ?? 0)
  command('screen', '--revoke', url)
  await expect(page.locator('[data-wall-ended]')).toBeVisible({ timeout: 20_000 })
  await context.close()
})

test('fits a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await context.newPage()
  await signIn(page, EMAIL)
  for (const path of [
    '/',
    '/channels',
    '/agents',
    '/tickets',
    '/catalogue',
    '/tickets?metric=csat&preset=last_28_days',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const [wide = 0, screen = 0] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide, `${path} is wider than the phone`).toBeLessThanOrEqual(screen)
  }
  await page.goto('/')
  await expect(page.getByRole('navigation', { name: '主导航' }).last()).toBeVisible()
  await expect(page.locator('[data-tile="stream"]')).toBeVisible()
  await context.close()
})

test('says what is not there', async ({ page }) => {
  await signIn(page, EMAIL)
  for (const path of ['/nowhere', '/tickets/e2e-shop/none', '/wall/nothing']) {
    const answer = await page.goto(path)
    expect([path, answer?.status()]).toEqual([path, 404])
    await expect(page.getByText('没有这一页')).toBeVisible()
  }
  await page.goto('/?preset=nonsense&channel=none-such')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('总览')
})
