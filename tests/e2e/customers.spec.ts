/** Customers, satisfaction, complaints and time: from a figure to its rows, from a person to a reason. */
import { expect, test } from '@playwright/test'
import { command } from './command'
import { account, fresh, PASSWORD, signIn } from './sign-in'

const MANAGER = 'customers-manager@example.com'
const LEAD = 'customers-lead@example.com'
const NAME = '欧阳测试'
const PHONE = '13912345678'

/** Of this run alone: figures of a source are counted below. */
const SOURCE = fresh('e2e-crm')
let customer = ''

test.beforeAll(async ({ request, baseURL }) => {
  account(MANAGER, 'manager')
  command('user', '--email', LEAD, '--role', 'lead', '--team', 'e2e-none', '--password', PASSWORD)
  const key = command('key', '--name', fresh('e2e-customers'), '--scopes', 'ingest')
  customer = `C-${Date.now().toString(36)}`
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const event = (minutes: number, type: string, data: Record<string, unknown>, subject?: string) => ({
    specversion: '1.0',
    id: `${customer}-${type}-${minutes}-${subject ?? ''}`,
    source: SOURCE,
    type,
    time: at(minutes),
    ...(subject ? { subject } : {}),
    data,
  })
  const done = `${customer}-done`
  const open = `${customer}-open`
  const events = [
    event(90, 'customer.updated', {
      customer,
      name: NAME,
      phone: PHONE,
      tier: 'vip',
      lifetimeValue: 88_000,
    }),
    event(80, 'order.placed', { customer, amount: 628 }),
    event(60, 'ticket.opened', { channel: 'web', customer, customerTier: 'vip', title: '沙发塌了' }, done),
    event(60, 'message.sent', { from: 'customer', text: '在吗' }, done),
    event(59, 'message.sent', { from: 'agent', agent: 'e2e-amy', text: '在' }, done),
    event(50, 'ticket.resolved', {}, done),
    event(45, 'survey.answered', { kind: 'csat', score: 1, comment: `打我电话 ${PHONE}` }, done),
    event(40, 'complaint.filed', { level: 'high', category: 'e2e-质量', text: '用了一周就塌' }, done),
    event(35, 'suggestion.submitted', { suggestion: `${customer}-s`, text: '希望加厚坐垫' }, done),
    event(20, 'ticket.opened', { channel: 'phone', customer, customerTier: 'vip', title: '没人回电' }, open),
  ]
  const sent = await request.post(`${baseURL}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  })
  expect(sent.status()).toBe(200)
  const { position } = (await sent.json()) as { position: number }
  await expect
    .poll(async () => {
      const health = (await (await request.get(`${baseURL}/api/health`)).json()) as { applied: number }
      return health.applied
    })
    .toBeGreaterThanOrEqual(position)
})

test('finds a customer, shows all of them masked, and the full name for a reason only', async ({ page }) => {
  await signIn(page, MANAGER)
  await page.goto('/customers')
  await page.getByRole('searchbox').fill(customer)
  await page.getByRole('search').getByRole('button', { name: '搜索' }).click()
  await expect(page).toHaveURL(new RegExp(`q=${customer}`))
  await page.getByRole('link', { name: '欧**' }).first().click()
  await expect(page).toHaveURL(new RegExp(`/customers/${SOURCE}/${customer}$`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('欧**')
  await expect(page.locator('[data-tile="customer_tickets"]')).toContainText('2')
  await expect(page.getByText('没人回电').first()).toBeVisible()
  await expect(page.getByText('用了一周就塌')).toBeVisible()
  await expect(page.getByText('希望加厚坐垫')).toBeVisible()
  await expect(page.getByText('¥ 628').first()).toBeVisible()
  await expect(page.getByText(NAME)).toHaveCount(0)
  await expect(page.getByText(PHONE)).toHaveCount(0)
  await page.locator('[data-reveal]').click()
  await page.getByRole('button', { name: '显示', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: '原因' })).toBeVisible()
  await page.getByLabel('为什么要看').fill('按工单要求回电')
  await page.getByRole('button', { name: '显示', exact: true }).click()
  await expect(page.locator('[data-revealed]')).toContainText(NAME)
  await expect(page.locator('[data-revealed]')).toContainText(PHONE)
  await page.reload()
  await expect(page.getByText(NAME)).toHaveCount(0)
})

test('counts on the customer’s page are the rows they open', async ({ page }) => {
  await signIn(page, MANAGER)
  await page.goto(`/customers/${SOURCE}/${customer}`)
  await page.locator('[data-tile="customer_tickets"] a').first().click()
  await expect(page).toHaveURL(/\/tickets\?.*customer=/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '2')
  await page.goto(`/customers/${SOURCE}/${customer}`)
  await page.locator('[data-tile="customer_csat"] a').click()
  await expect(page).toHaveURL(/metric=csat/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '1')
})

test('is not there for the lead of another team', async ({ page }) => {
  await signIn(page, LEAD)
  const answer = await page.goto(`/customers/${SOURCE}/${customer}`)
  expect(answer?.status()).toBe(404)
  await page.goto(`/customers?q=${customer}`)
  await expect(page.getByText('没有找到这位客户')).toBeVisible()
  const reveal = await page.request.post(`/api/v1/customers/${SOURCE}/${customer}/reveal`, {
    data: { reason: 'just curious' },
  })
  expect(reveal.status()).toBe(403)
})

test('leads from a score to its tickets, and from quick and slow replies to their answers', async ({
  page,
}) => {
  await signIn(page, MANAGER)
  await page.goto(`/satisfaction?source=${SOURCE}`)
  // One answer is no share of anything: the tile tells the cases.
  await expect(page.locator('[data-tile="period_csat"]')).toContainText(/1 ?条.*样本不足/)
  await page.getByRole('link', { name: 'n 1', exact: true }).first().click()
  await expect(page).toHaveURL(/\/tickets\?.*score=1/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '1')
  await page.goto(`/satisfaction?source=${SOURCE}`)
  await page.locator('[data-frt="usual"] a').click()
  await expect(page).toHaveURL(/\/satisfaction\/answers\?.*frt=usual/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '1')
  await expect(page.getByText('139****5678')).toBeVisible()
  await expect(page.getByText(PHONE)).toHaveCount(0)
})

test('shows complaints by category with their list, and suggestions', async ({ page }) => {
  await signIn(page, MANAGER)
  await page.goto(`/complaints?source=${SOURCE}`)
  await expect(page.locator('[data-tile="complaints_counted"]')).toContainText('1')
  await page
    .getByRole('link', { name: /e2e-质量/ })
    .first()
    .click()
  await expect(page).toHaveURL(/category=e2e-/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', '1')
  await expect(page.getByText('用了一周就塌')).toBeVisible()
  await expect(page.locator('[data-suggestions]')).toHaveAttribute('data-suggestions', '1')
  await expect(page.locator('[data-tile="complaints_churn"]')).toBeVisible()
})

test('shows the week by the hour, by keyboard and as a table too, and opens an hour’s tickets', async ({
  page,
}) => {
  await signIn(page, MANAGER)
  await page.goto(`/time?source=${SOURCE}`)
  const map = page.locator('[data-tile="week_map"]')
  const first = map.locator('a[data-mark]').first()
  const [row = 0, column = 0] = (await first.getAttribute('data-mark'))?.split(' ').map(Number) ?? []
  const hour = (await first.getAttribute('aria-label'))?.split(' · ')[0] ?? ''
  // Keys pressed before the page answers to keys are pressed again.
  await expect(async () => {
    await map.locator('div[role="group"]').focus()
    await page.keyboard.press('Home')
    for (let i = 0; i < row; i++) await page.keyboard.press('ArrowDown')
    for (let i = 0; i < column; i++) await page.keyboard.press('ArrowRight')
    await expect(map.getByRole('status')).toContainText(hour, { timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/tickets\?/)
  await page.goBack()
  await map.getByRole('button', { name: '图表选项' }).click()
  await page.getByRole('button', { name: '看数据表' }).click()
  const cell = map
    .locator('tbody tr', { has: page.locator('a') })
    .filter({ hasText: /n [1-9]/ })
    .first()
  await cell.locator('a').click()
  await expect(page).toHaveURL(/\/tickets\?.*weekday=\d.*hour=\d|\/tickets\?.*hour=\d.*weekday=\d/)
  await expect(page.locator('[data-total]')).not.toHaveAttribute('data-total', '0')
  await page.goto('/time?show=idle&channel=web')
  await expect(page.getByText('这个指标不能按所选条件筛')).toBeVisible()
})

test('fits a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await context.newPage()
  await signIn(page, MANAGER)
  for (const path of [
    '/customers',
    `/customers/${SOURCE}/${customer}`,
    '/satisfaction',
    '/satisfaction/answers',
    '/complaints',
    '/time?show=frt_avg',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide, path).toBeLessThanOrEqual(0)
  }
  await context.close()
})
