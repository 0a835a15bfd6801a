/** The frame of the product: palette, keys, filters, calendar, comparison, why a figure moved, and being offline. */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, fresh, signedOut, signIn } from './sign-in'

const EMAIL = 'frame@example.com'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
const DAY = 86_400_000
const HOUR = 3_600_000
const MINUTE = 60_000

/** Noon in Shanghai, so many days ago: far from every midnight, and in working time. */
function noon(daysAgo: number): number {
  return Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY - daysAgo * DAY + 12 * HOUR - 8 * HOUR
}

/** A channel on which first replies took 30 s a week before yesterday and some minutes yesterday. */
async function slowChannel(page: Page): Promise<string> {
  const key = command('key', '--name', fresh('e2e-frame'), '--scopes', 'ingest')
  const channel = `why-${Date.now().toString(36)}`
  const events: Record<string, unknown>[] = []
  const ticket = (id: string, at: number, seconds: number, issueType: string, agent: string) => {
    const event = (n: number, type: string, time: number, data: Record<string, unknown>) =>
      events.push({
        specversion: '1.0',
        id: `${id}-${n}`,
        source: 'e2e-frame',
        type,
        subject: id,
        time: new Date(time).toISOString(),
        data,
      })
    event(1, 'ticket.opened', at, { channel, customer: `C-${id}`, issueType, title: `${issueType} ${id}` })
    event(2, 'message.sent', at, { from: 'customer', text: '在吗' })
    event(3, 'message.sent', at + seconds * 1000, { from: 'agent', agent, text: '在的' })
  }
  for (let i = 0; i < 6; i++) {
    ticket(`${channel}-a${i}`, noon(8) + i * MINUTE, 30, i % 2 ? '物流' : '优惠', '甲')
    ticket(`${channel}-b${i}`, noon(1) + i * MINUTE, i % 2 ? 32 : 300 + i, i % 2 ? '物流' : '优惠', '乙')
  }
  const answer = await page.request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  })
  expect(answer.status()).toBe(200)
  const taken = (await answer.json()) as { accepted: number; position: number }
  expect(taken.accepted).toBe(events.length)
  await expect
    .poll(async () => ((await (await page.request.get('/api/health')).json()) as { applied: number }).applied)
    .toBeGreaterThanOrEqual(taken.position)
  return channel
}

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('finds pages, metrics and channels from the keyboard, and gives the focus back', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/')
  const filter = page.locator('[data-filter="channel"]')
  const field = page.getByRole('combobox')
  // Of a page that is still waking up the focus is lost with what it was on.
  await expect(async () => {
    await filter.focus()
    await page.keyboard.press('Control+k')
    await expect(field).toBeFocused({ timeout: 3_000 })
    await page.keyboard.press('Escape')
    await expect(filter).toBeFocused({ timeout: 1_000 })
  }).toPass()

  await page.keyboard.press('Control+k')
  await field.fill('抖音')
  const channel = page.getByRole('option', { name: '抖音', exact: true })
  await expect(channel).toBeVisible()
  await field.fill('nps')
  await expect(page.getByRole('option', { name: /净推荐值/ })).toBeVisible()
  await field.fill('指标目录')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/catalogue/)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: /指标目录/ }).first()).toBeVisible()

  // a metric leads to its own card, and with Shift to where it is explored
  await field.fill('nps')
  await expect(page.getByRole('option', { name: /净推荐值/ })).toBeVisible()
  await page.getByRole('option', { name: /净推荐值/ }).click()
  await expect(page).toHaveURL(/\/catalogue\?metric=nps/)
  await expect(page.getByRole('heading', { name: /净推荐值/ })).toBeVisible()
  await page.keyboard.press('Control+k')
  await field.fill('nps')
  const metric = page.getByRole('option', { name: /净推荐值/ })
  await expect(metric).toBeVisible()
  await metric.hover()
  await expect(metric).toHaveAttribute('data-selected', 'true')
  await page.keyboard.press('Shift+Enter')
  await expect(page).toHaveURL(/\/explore\?metrics=nps/)

  // pages below those of the bar, and the sections of the settings a manager may open
  await page.keyboard.press('Control+k')
  await field.fill('告警质量')
  await expect(page.getByRole('option', { name: /告警质量/ })).toBeVisible()
  await field.fill('导出与导入')
  await expect(page.getByRole('option', { name: /导出与导入/ })).toHaveCount(0)
  await field.fill('保留期限')
  await expect(page.getByRole('option', { name: /保留期限/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings\/retention/)
})

test('answers a search within the rules only', async ({ page }) => {
  await signIn(page, EMAIL)
  for (const q of ['', ' ', 'x'.repeat(81)]) {
    expect((await page.request.get(`/api/v1/search?${new URLSearchParams({ q })}`)).status()).toBe(400)
  }
  // Signs of LIKE stand for themselves.
  const all = (await (await page.request.get('/api/v1/search?q=%25%25%25')).json()) as {
    tickets: unknown[]
    customers: unknown[]
  }
  expect([all.tickets, all.customers]).toEqual([[], []])
})

test('goes by keys', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/')
  // A page that is still waking up hears no keys.
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await expect(page).toHaveURL(/\/channels$/, { timeout: 2_000 })
  }).toPass()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('渠道')
  await page.keyboard.press('/')
  await expect(page.locator('[data-filter-bar] button').first()).toBeFocused()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: '快捷键' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const row = page.locator('tbody tr').first()
  await expect(row.locator('a').first()).toBeFocused()
})

test('narrows by many values with counts, excludes, clears and brings back', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/channels?preset=last_7_days')
  await page.locator('[data-filter="channel"]').click()
  const option = page.getByRole('option').first()
  await expect(option).toContainText(/\d/)
  const field = page.getByRole('combobox')
  await field.press('ArrowDown')
  await field.press('Enter')
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect(page.getByText('已选 2 个')).toBeVisible()
  await field.press('Control+Enter')
  await expect(page).toHaveURL(/channel=[^&]+(,|%2C)/)
  await expect(page.locator('tr[data-channel]')).toHaveCount(2)

  await page.locator('[data-filter="channel"]').click()
  // Those set are on top.
  await expect(page.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('checkbox', { name: '排除所选' }).check()
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/channel%21=|channel!=/)
  await expect(page.locator('[data-filter="channel"]')).toContainText('非')

  await page.locator('[data-chip="add"]').click()
  await page.getByRole('button', { name: '客户等级' }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/customerTier=/)
  await page.getByRole('button', { name: '清除全部' }).click()
  await expect(page).not.toHaveURL(/customerTier=/)
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(page).toHaveURL(/customerTier=/)
})

test('keeps the old figures, dimmed, until the new ones are there', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/?preset=last_7_days')
  const card = page.locator('[data-tile="period_frt_avg"]')
  await expect(card).toContainText(/\d/)
  await page.evaluate(() => {
    const seen: boolean[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => {
      seen.push(document.querySelector('[data-tile="period_frt_avg"]') !== null)
    }).observe(document.body, { childList: true, subtree: true, attributes: true })
  })
  await page.getByRole('link', { name: '近 28 天' }).click()
  await expect(page).toHaveURL(/last_28_days/)
  await expect(page.locator('body')).not.toHaveAttribute('data-changing', '')
  await expect(card).toContainText(/\d/)
  const gone = await page.evaluate(() => (window as unknown as { seen: boolean[] }).seen.includes(false))
  expect(gone).toBe(false)
})

test('chooses a range in the calendar by keyboard, and what to compare with', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/?preset=yesterday')
  await page.locator('[data-chip="period"]').click()
  const day = page.locator('button[data-day][tabindex="0"]')
  await day.focus()
  await day.press('Enter')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').locator('p', { hasText: '8 天' })).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/)

  await page.locator('[data-chip="compare"]').click()
  await page.getByRole('dialog').getByRole('button', { name: '上一时段' }).click()
  await expect(page).toHaveURL(/compare=previous_period/)
  await page.locator('[data-chip="calendar"]').click()
  await page.getByRole('dialog').getByRole('button', { name: '工作时间' }).click()
  await expect(page).toHaveURL(/calendar=business/)
})

for (const phone of [false, true]) {
  test(`finds why first responses rose yesterday, down to three tickets${phone ? ', on a phone' : ''}`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({
      ...(phone ? PHONE : {}),
      ...(baseURL === undefined ? {} : { baseURL }),
    })
    const page = await context.newPage()
    await signIn(page, EMAIL)
    const channel = await slowChannel(page)
    await page.goto('/')
    if (phone) {
      await page.locator('[data-view-button]').click()
      await page.getByRole('dialog').getByRole('button', { name: '昨日' }).click()
      // The page of a past day takes the place of the live one; the sheet stays, for there is more to choose.
      await expect(page).toHaveURL(/preset=yesterday/)
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    } else await page.getByRole('link', { name: '昨日' }).click()
    await expect(page).toHaveURL(/preset=yesterday/)
    await page.goto(`/channels/${channel}?preset=yesterday`)
    const why = page.locator('[data-tile="why"]')
    await expect(why).toContainText('↑')
    // The discounts were slow, the parcels were not.
    const issue = why
      .getByRole('region', { name: '问题类型' })
      .or(why.locator('section[aria-label="问题类型"]'))
      .first()
    await expect(issue.locator('[data-part]').first()).toHaveAttribute('data-part', '优惠')
    const slow = why.locator('[data-slow]')
    await expect(slow).toHaveCount(3)
    await expect(slow.first()).toHaveAttribute('data-slow', `${channel}-b4`)
    const [wide = 0, screen = 0] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBeLessThanOrEqual(screen)

    await issue.locator('[data-part]').first().click()
    await expect(page).toHaveURL(/metric=frt_avg.*issueType=/)
    await expect(page.locator('[data-total]').first()).toHaveAttribute('data-total', '3')
    await page.goBack()
    await slow.first().click()
    const ticket = phone ? page.locator('main') : page.locator(`[data-ticket-drawer="${channel}-b4"]`)
    await expect(page).toHaveURL(
      phone
        ? new RegExp(`/tickets/e2e-frame/${channel}-b4$`)
        : (url) => url.searchParams.get('ticket') === `e2e-frame/${channel}-b4`,
    )
    await expect(ticket.locator('[data-segment="waiting"]').first()).toBeVisible()
    await context.close()
  })
}

test('shows the last picture, old and grey, where there is no network; signing out takes it away', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ ...PHONE, ...(baseURL === undefined ? {} : { baseURL }) })
  const page = await context.newPage()
  await signIn(page, EMAIL)
  await page.goto('/')
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('helmline-snapshot')), { timeout: 20_000 })
    .not.toBeNull()
  // A page that was on its way while the worker began is not yet its own; the next navigation is.
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state))
    .toBe('activated')
  // Nothing but the shell is kept by the worker.
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const urls = await Promise.all(
      names.map(async (name) =>
        (await (await caches.open(name)).keys()).map((it) => new URL(it.url).pathname),
      ),
    )
    return urls.flat().sort()
  })
  expect(kept).toEqual(['/mark.svg', '/offline.html', '/offline.js'])

  await context.setOffline(true)
  await page.goto('/channels').catch(() => null)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('离线')
  await expect(page.locator('#figures li')).toHaveCount(4)
  await expect(page.locator('#body')).toContainText('停在')
  // With the network the page that was asked for comes back by itself.
  await context.setOffline(false)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('渠道')
  await page.goto('/')
  await page.getByRole('button', { name: /账户/ }).last().click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.waitForURL(/sign-in/)
  expect(await page.evaluate(() => localStorage.getItem('helmline-snapshot'))).toBeNull()
  signedOut(EMAIL)
  await context.close()
})

test('has the phone’s tabs, and everything else behind the last one', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ ...PHONE, ...(baseURL === undefined ? {} : { baseURL }) })
  const page = await context.newPage()
  await signIn(page, EMAIL)
  await page.goto('/')
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('dialog').getByRole('link', { name: '指标目录' }).click()
  await expect(page).toHaveURL(/\/catalogue/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await context.close()
})
