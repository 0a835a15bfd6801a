/** Where messages go: a webhook and a robot are set up, tested, edited, switched off; the log sends one again. */
import { expect, type Page, test } from '@playwright/test'
import { type HttpReceiver, startReceiver } from '../receivers'
import { account, fresh, signIn } from './sign-in'

const ADMIN = 'targets-admin@example.com'

let http: HttpReceiver

test.beforeAll(async () => {
  account(ADMIN, 'admin')
  http = await startReceiver()
})
test.afterAll(async () => {
  await http.close()
})

/** A press before the page answers to presses opens nothing: it is made again, unless what it opened lies over it. */
async function press(page: Page, selector: string, opens: string): Promise<void> {
  await expect(async () => {
    if ((await page.locator(opens).count()) === 0)
      await page.locator(selector).first().click({ timeout: 2_000 })
    await expect(page.locator(opens).first()).toBeVisible({ timeout: 2_000 })
  }).toPass()
}

const save = (page: Page) => page.getByRole('button', { name: '保存', exact: true }).click()
const rowOf = (page: Page, name: string) => page.locator('tr[data-row]').filter({ hasText: name })
const heard = (name: string) => http.journal.filter((one) => one.name === name)

/** Adds a target of a kind; the drawer stays open where the form is refused. */
async function fill(page: Page, kind: string, name: string, url: string): Promise<void> {
  await press(page, '[data-do="create"]', 'select[name="kind"]')
  await page.locator('select[name="kind"]').selectOption(kind)
  await page.locator('input[name="name"]').fill(name)
  await page.locator('input[name="url"]').fill(url)
  await save(page)
}

test('sets up a webhook and a WeCom robot, says what is wrong and how to cure it, and tests them', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const hook = fresh('工单系统')
  const robot = fresh('值班群')
  const place = fresh('robot')
  await signIn(page, ADMIN)
  await page.goto('/settings/targets')

  // Nothing of the intranet may be reached before somebody says so: told while editing, with the cure.
  await fill(page, 'webhook', hook, 'not an address')
  await expect(page.getByText('这一项不对，请检查。')).toBeVisible()
  await expect(page.locator('input[name="url"]')).toHaveAttribute('aria-invalid', 'true')
  await page.locator('input[name="url"]').fill(http.url('webhook', hook))
  await save(page)
  await expect(page.getByText(/不允许连接这个主机（/)).toBeVisible()
  await expect(page.getByText(/请先把它加入「内网白名单」/)).toBeVisible()
  await page.keyboard.press('Escape')
  await press(page, '[data-do="outgoing"]', 'textarea[name="allow"]')
  await page.locator('textarea[name="allow"]').fill('127.0.0.1')
  await expect(page.getByLabel('对外的消息里遮盖员工姓名')).toBeChecked()
  await save(page)
  await expect(page.locator('[data-do="outgoing"]')).toContainText('已放行 1 项')

  // The webhook's secret is made here and shown once; its test arrives, signed.
  await fill(page, 'webhook', hook, http.url('webhook', hook))
  expect(await page.locator('[data-once]').inputValue()).toMatch(/^whsec_/)
  await page.locator('[data-do="done"]').click()
  await rowOf(page, hook).locator('[data-do="test"]').click()
  await expect(rowOf(page, hook)).toContainText('对方收下了测试消息')
  expect(heard(encodeURIComponent(hook))).toHaveLength(1)
  expect(heard(encodeURIComponent(hook))[0]?.headers['webhook-signature']).toMatch(/^v1,/)

  // The robot answers 200 with a code that says no: that is what the test says.
  http.script(place, 'rejected', 'ok')
  await fill(page, 'wecom', robot, http.url('wecom', place))
  await rowOf(page, robot).locator('[data-do="test"]').click()
  await expect(rowOf(page, robot)).toContainText('测试消息没有送达')
  await expect(rowOf(page, robot)).toContainText('对方拒绝')
  await rowOf(page, robot).locator('[data-do="test"]').click()
  await expect(rowOf(page, robot)).toContainText('对方收下了测试消息')
  expect(heard(place)).toHaveLength(2)

  // The log has both, and sends the one that was refused again.
  await rowOf(page, robot).getByRole('link', { name: /送达/ }).click()
  await page.waitForURL(/\/settings\/deliveries\?target=/)
  await expect(page.locator('tr[data-row]')).toHaveCount(2)
  const refused = page.locator('tr[data-row]').filter({ hasText: '93000' })
  await expect(refused).toHaveCount(1)
  await refused.locator('[data-do="replay"]').click()
  await expect.poll(() => heard(place).length).toBe(3)
  // what was refused stays in the log; what was sent again is a message of its own
  await expect(async () => {
    await page.reload()
    await expect(page.locator('tr[data-row]')).toHaveCount(3, { timeout: 2_000 })
  }).toPass()
  await expect(refused).toHaveCount(1)
})

test('renames a target without its secret, switches it off, and takes it away', async ({ page }) => {
  test.setTimeout(120_000)
  const first = fresh('群')
  const later = fresh('晚班群')
  const place = fresh('edit')
  await signIn(page, ADMIN)
  await page.goto('/settings/targets')
  await press(page, '[data-do="outgoing"]', 'textarea[name="allow"]')
  await page.locator('textarea[name="allow"]').fill('127.0.0.1')
  await save(page)
  await fill(page, 'wecom', first, http.url('wecom', place))
  await expect(rowOf(page, first)).toBeVisible()

  await rowOf(page, first).locator('[data-do="edit"]').click()
  const address = page.locator('input[name="url"]')
  await expect(address).toHaveValue('')
  await expect(page.getByText(/已保存：http:\/\/127\.0\.0\.1:\d+\/…/)).toBeVisible()
  await page.locator('input[name="name"]').fill(later)
  await save(page)
  await expect(rowOf(page, later)).toBeVisible()
  // the address that was left out still is the address
  await rowOf(page, later).locator('[data-do="test"]').click()
  await expect(rowOf(page, later)).toContainText('对方收下了测试消息')
  expect(heard(place)).toHaveLength(1)

  await rowOf(page, later).locator('[data-do="edit"]').click()
  await page.getByLabel('启用').uncheck()
  await save(page)
  await expect(rowOf(page, later)).toContainText('已停用')
  await rowOf(page, later).locator('[data-do="remove"]').click()
  await page.locator('[data-confirm]').click()
  await expect(rowOf(page, later)).toHaveCount(0)
})
