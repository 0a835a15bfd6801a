/** The administrator's desk: people, keys, the switch, the audit log, the file of all settings, retention. */
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { account, fresh, signIn } from './sign-in'

const ADMIN = 'desk-admin@example.com'
const MANAGER = 'desk-manager@example.com'

test.beforeAll(() => {
  account(ADMIN, 'admin')
  account(MANAGER, 'manager')
})

/** A press before the page answers to presses opens nothing: it is made again. */
async function press(page: Page, selector: string, opens: string): Promise<void> {
  await expect(async () => {
    if ((await page.locator(opens).count()) === 0) await page.locator(selector).first().click()
    await expect(page.locator(opens).first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
}

test('invites somebody, who sets a password by a link that works once, and ends their session', async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000)
  const name = fresh('林晓')
  const email = `${fresh('lin')}@example.com`
  await signIn(page, ADMIN)
  await page.goto('/settings/people')
  await press(page, '[data-do="invite"]', 'input[name="email"]')
  await page.locator('input[name="email"]').fill('lin@example')
  await page.getByRole('button', { name: '创建并生成链接' }).click()
  await expect(page.getByText('写成 name@example.com 的样子。')).toBeVisible()
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="name"]').fill(name)
  await page.getByRole('radio', { name: /^组长/ }).check()
  await page.locator('input[name="phone"]').fill('13812345678')
  await page.getByRole('button', { name: '创建并生成链接' }).click()
  const link = await page.locator('[data-once]').inputValue()
  expect(link).toMatch(/\/welcome#hp_/)
  await page.locator('[data-do="done"]').click()
  const row = page.locator('tr[data-row]').filter({ hasText: email })
  await expect(row).toContainText('138****5678')

  const other = await browser.newContext()
  const guest = await other.newPage()
  await guest.goto(link)
  await guest.locator('input[name="password"]').fill('too short')
  await guest.getByRole('button', { name: '设置密码' }).click()
  await expect(guest.getByText('太短了，至少 10 个字符。')).toBeVisible()
  await guest.locator('input[name="password"]').fill('a password of mine')
  await guest.locator('input[name="again"]').fill('a password of mine')
  await guest.getByRole('button', { name: '设置密码' }).click()
  await expect(guest.locator('[data-done]')).toBeVisible()
  await guest.goto(link)
  await guest.reload()
  await expect(guest.getByText('这个链接已失效')).toBeVisible()
  await guest.goto('/sign-in')
  await guest.locator('input[name="email"]').fill(email)
  await guest.locator('input[name="password"]').fill('a password of mine')
  await guest.getByRole('button', { name: '登录' }).click()
  await guest.waitForURL((url) => !url.pathname.startsWith('/sign-in'))

  // A lead has no business in the settings, and is told so.
  await guest.goto('/settings')
  await expect(guest.locator('[data-refused]')).toBeVisible()

  await page.locator('input[type="search"]').fill(email)
  await expect(page.locator('tr[data-row]')).toHaveCount(1)
  await row.locator('[data-do="disable"]').click()
  await page.locator('[data-confirm]').click()
  await expect(row.locator('[data-do="enable"]')).toBeVisible()
  await guest.goto('/')
  await expect(guest).toHaveURL(/\/sign-in/)
  await other.close()
})

test('makes an API key that is shown once, and ends it', async ({ page, request }) => {
  const name = fresh('shop')
  await signIn(page, ADMIN)
  await page.goto('/settings/keys')
  await press(page, '[data-do="create"]', 'input[name="name"]')
  await page.locator('input[name="name"]').fill(name)
  await page.getByRole('checkbox', { name: /读数据/ }).check()
  await page.locator('form').getByRole('button', { name: '新建密钥' }).click()
  const token = await page.locator('[data-once]').inputValue()
  const ask = async () =>
    (await request.get('/api/v1/metrics', { headers: { authorization: `Bearer ${token}` } })).status()
  expect(await ask()).toBe(200)
  await page.locator('[data-do="done"]').click()
  await page.reload()
  expect(await page.content()).not.toContain(token)
  const row = page.locator('tr[data-row]').filter({ hasText: name })
  await row.locator('[data-do="revoke"]').click()
  await page.locator('[data-confirm]').click()
  await expect(row.locator('[data-do="revoke"]')).toHaveCount(0)
  await expect.poll(ask).toBe(401)
})

test('stops all automation, says so on every page and wall, and lets it go on', async ({ page, context }) => {
  test.setTimeout(120_000)
  const reason = fresh('搬迁')
  await signIn(page, MANAGER)
  await page.goto('/settings/automation')
  const stop = page.getByRole('button', { name: '停下所有自动化' })
  await expect(async () => {
    await stop.click()
    await expect(page.getByText('写一句原因')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.locator('input[name="reason"]').fill(reason)
  await stop.click()
  await expect(page.locator('[data-automation-switch="off"]')).toBeVisible()
  try {
    await page.goto('/channels')
    await expect(page.locator('[data-automation="off"]')).toContainText(reason)
    const wall = await context.newPage()
    await wall.goto('/wall/overview')
    await expect(wall.locator('[data-automation="off"]')).toBeVisible({ timeout: 15_000 })
  } finally {
    await page.goto('/settings/automation')
    await page.getByRole('button', { name: '恢复运行' }).click()
    await expect(page.locator('[data-automation-switch="on"]')).toBeVisible()
  }
  await page.goto('/channels')
  await expect(page.locator('[data-automation="off"]')).toHaveCount(0)
})

test('tells in the audit log who changed what into what, and that its seals hold', async ({ page }) => {
  const company = fresh('云杉')
  await signIn(page, ADMIN)
  await page.goto('/settings/company')
  const before = await page.locator('input[name="company"]').inputValue()
  for (const name of [company, before]) {
    await page.locator('input[name="company"]').fill(name)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.locator('[data-sonner-toast]').filter({ hasText: '已保存' }).first()).toBeVisible()
    await page.reload()
    await expect(page.locator('input[name="company"]')).toHaveValue(name)
  }
  await page.goto('/settings/audit?action=company.changed')
  const entry = page.locator('li[data-seq]').nth(1)
  await expect(entry.locator('del')).toHaveText(before)
  await expect(entry.locator('ins')).toHaveText(company)
  await page.locator('[data-do="verify"]').click()
  await expect(page.locator('[data-seals="whole"]')).toBeVisible()
  // Filters are in the address, and pages go on where the last one ended.
  await page.goto('/settings/audit')
  await page.locator('select[name="action"]').selectOption('user.')
  await page.getByRole('button', { name: '筛选' }).click()
  await expect(page).toHaveURL(/action=user\./)
  await expect(page.locator('li[data-seq]').first()).toContainText('人员')
})

test('puts all settings into one file, and shows what a changed file would do before it does it', async ({
  page,
}) => {
  await signIn(page, ADMIN)
  await page.goto('/settings/file')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-do="export"]').click(),
  ])
  const file = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(file.format).toBe('helmline-settings')
  const company = file.settings.company.company
  const choose = (content: unknown) =>
    page.locator('input[type="file"]').setInputFiles({
      name: 'settings.json',
      mimeType: 'application/json',
      buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    })
  await expect(async () => {
    await choose('not json')
    await expect(page.locator('[data-stage="unreadable"]')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await choose({ ...file, version: 99 })
  await expect(page.locator('[data-stage="refused"]')).toBeVisible()

  file.settings.company.company = fresh('改名')
  await choose(file)
  await expect(page.locator('[data-changes]')).toHaveAttribute('data-changes', '1')
  await page.locator('[data-part="company"] summary').click()
  await expect(page.locator('[data-part="company"] del')).toHaveText(company)
  await page.locator('[data-do="import"]').click()
  await expect(page.locator('[data-stage="done"]')).toBeVisible()

  file.settings.company.company = company
  await page.reload()
  await choose(file)
  await page.locator('[data-do="import"]').click()
  await expect(page.locator('[data-stage="done"]')).toBeVisible()
})

test('says how much the next night would clear, and opens to each role what it may read', async ({
  page,
}) => {
  await signIn(page, ADMIN)
  await page.goto('/settings/retention')
  await page.getByRole('spinbutton', { name: '文字内容' }).fill('7')
  await expect(async () => {
    await page.locator('[data-do="preview"]').click()
    await expect(page.locator('[data-preview]')).toBeVisible({ timeout: 2_000 })
  }).toPass()

  await page.context().clearCookies()
  await signIn(page, MANAGER)
  await page.goto('/settings')
  await expect(page.locator('[data-section="people"]')).toBeVisible()
  await expect(page.locator('[data-section="audit"]')).toHaveCount(0)
  await page.goto('/settings/audit')
  await expect(page.locator('[data-refused]')).toBeVisible()
  await page.goto('/settings/people')
  await expect(page.locator('[data-do="invite"]')).toHaveCount(0)
})

test('is a list on a phone, and every section leads back to it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, ADMIN)
  await page.goto('/settings')
  await page.locator('[data-section="automation"]').click()
  await page.waitForURL(/\/settings\/automation/)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(wide).toBe(false)
  await page.getByRole('main').getByRole('link', { name: '设置' }).click()
  await page.waitForURL(/\/settings$/)
})

test('sets the target of one channel, and that channel alone is judged by it', async ({ page }) => {
  test.setTimeout(120_000)
  await signIn(page, ADMIN)
  const card = page.locator('[data-tile="period_csat"]')
  const state = async (channel: string): Promise<string | null> => {
    await page.goto(`/channels/${channel}?preset=last_7_days`)
    return await card.getAttribute('data-state')
  }
  const before = await state('wechat')
  await page.goto('/settings/metric-targets?metric=csat')
  const metric = page.locator('[data-metric="csat"]')
  await expect(async () => {
    await metric.getByLabel('给某一处单独定…').selectOption('channel')
    await metric.getByLabel('选哪一个渠道…').selectOption('douyin', { timeout: 2_000 })
  }).toPass()
  const place = metric.locator('[data-place="channel:douyin"]')
  const target = place.getByLabel('渠道 · 抖音：目标')
  const watch = place.getByLabel('渠道 · 抖音：从多少起关注')

  // What cannot be is said beside its field, and nothing is sent.
  await target.fill('很高')
  await expect(place.getByRole('alert')).toHaveText('看不懂，写成 95%')
  await target.fill('99.5')
  await watch.fill('90')
  await expect(place.getByRole('alert')).toHaveText('要不低于目标 99.5%')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('先改好标红的地方。')).toBeVisible()
  await watch.fill('99.9')
  await expect(place.locator('[data-bands]')).toHaveText('正常 ≥ 99.9%关注 99.5%–99.9%异常 < 99.5%')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存，页面和大屏两秒内按新目标判')).toBeVisible()

  expect(await state('douyin')).toBe('bad')
  await expect(card).toContainText('≥ 99.5%')
  expect(await state('wechat')).toBe(before)

  // A floor that everybody reaches: the same number is fine now.
  await page.goto('/settings/metric-targets?metric=csat')
  await target.fill('1%')
  await watch.fill('1%')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存，页面和大屏两秒内按新目标判')).toBeVisible()
  expect(await state('douyin')).toBe('ok')

  // The card of the metric says so, and the audit log has it.
  await page.goto('/catalogue?metric=csat')
  await expect(page.locator('[data-metric="csat"]')).toContainText('渠道 抖音 ≥ 1%')
  await page.goto('/settings/metric-targets?metric=csat')
  await page.getByLabel('不再单独定：渠道 · 抖音').click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存，页面和大屏两秒内按新目标判')).toBeVisible()
  expect(await state('douyin')).not.toBeNull()
  await expect(card).toContainText('≥ 85%')
  await page.goto('/settings/audit')
  await expect(page.getByText('指标目标 · 修改').filter({ visible: true }).first()).toBeVisible()
})
