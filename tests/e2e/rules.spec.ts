/** Rules: the list, the sentence over its past, the limit by hand and by keyboard, what can never fire, ladders, silences. */
import { expect, type Page, test } from '@playwright/test'
import { account, fresh, signIn } from './sign-in'

const EMAIL = 'rules@example.com'

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

async function newThreshold(page: Page): Promise<string> {
  const name = fresh('首响过慢')
  await page.goto('/rules/new?kind=threshold')
  await page.getByLabel('规则名称').fill(name)
  return name
}

const fires = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-fires]').getAttribute('data-fires'))

test('lists what ships, and switches a rule on and off', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules')
  await expect(page.locator('[data-rule]').first()).toBeVisible()
  await page.getByRole('link', { name: /已停用/ }).click()
  await expect(page).toHaveURL(/show=off/)
  const row = page.locator('[data-rule]', { hasText: '咨询量高于往常' })
  const knob = row.getByRole('switch')
  await expect(knob).toHaveAttribute('aria-checked', 'false')
  await knob.click()
  await expect(page.getByText('已启用「咨询量高于往常 50%」')).toBeVisible()
  await page.goto('/rules')
  const on = page.locator('[data-rule]', { hasText: '咨询量高于往常' }).getByRole('switch')
  await expect(on).toHaveAttribute('aria-checked', 'true')
  await on.click()
  await expect(page.getByText('已停用「咨询量高于往常 50%」')).toBeVisible()
})

test('redraws the past while the limit moves, saves editions and brings one back', async ({ page }) => {
  await signIn(page, EMAIL)
  const name = await newThreshold(page)
  const handle = page.getByRole('slider')
  await expect(handle).toBeVisible()
  await expect(handle).toHaveAttribute('aria-valuetext', '1:00')
  await page.getByLabel('阈值', { exact: true }).fill('0:20')
  await page.getByLabel('阈值', { exact: true }).press('Enter')
  await expect(handle).toHaveAttribute('aria-valuetext', '0:20')
  const tight = await fires(page)
  expect(tight).toBeGreaterThan(0)

  await handle.focus()
  for (let i = 0; i < 6; i++) await handle.press('PageUp')
  await expect(handle).not.toHaveAttribute('aria-valuetext', '0:20')
  await expect.poll(() => fires(page)).toBeLessThan(tight)
  await expect(page.getByLabel('阈值', { exact: true })).toHaveValue(
    (await handle.getAttribute('aria-valuetext')) ?? '',
  )

  await page.getByRole('button', { name: '创建规则' }).click()
  await expect(page).toHaveURL(/\/rules\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByText('版本 1').first()).toBeVisible()

  await page.getByLabel('阈值', { exact: true }).fill('1:30')
  await page.getByLabel('阈值', { exact: true }).press('Enter')
  await expect(page.getByText('未保存')).toBeVisible()
  await page.getByRole('button', { name: '保存为版本 2' }).click()
  await expect(page.getByText('已保存为版本 2')).toBeVisible()
  await page.getByRole('button', { name: '恢复这一版' }).click()
  await expect(page.getByRole('button', { name: '保存为版本 3' })).toBeEnabled()
  await page.getByRole('button', { name: '取消' }).click()
  await expect(page.getByLabel('阈值', { exact: true })).toHaveValue('1:30')
})

test('drags the limit', async ({ page }) => {
  await signIn(page, EMAIL)
  await newThreshold(page)
  const handle = page.getByRole('slider')
  await expect(handle).toBeVisible()
  const box = await handle.boundingBox()
  if (box === null) throw new Error('the handle is not drawn')
  const before = Number(await handle.getAttribute('aria-valuenow'))
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 60, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => Number(await handle.getAttribute('aria-valuenow'))).toBeLessThan(before)
})

test('says while editing what can never fire, with the cure', async ({ page }) => {
  await signIn(page, EMAIL)
  await newThreshold(page)
  await expect(page.getByRole('slider')).toBeVisible()
  await page.getByLabel('最少样本').fill('99999')
  await page.getByLabel('最少样本').press('Enter')
  await expect(page.getByText(/永远凑不够样本/)).toBeVisible()
  await page.getByLabel('指标', { exact: true }).selectOption('csat')
  await page.getByLabel('方向').selectOption('>')
  await page.getByLabel('阈值', { exact: true }).fill('120%')
  await page.getByLabel('阈值', { exact: true }).press('Enter')
  await expect(page.getByText(/永远不会触发：满意度/)).toBeVisible()
  await page.getByLabel('恢复线').fill('130%')
  await page.getByLabel('恢复线').press('Enter')
  await expect(page.getByText(/恢复线在阈值的另一边/)).toBeVisible()
  await expect(page.getByRole('button', { name: '创建规则' })).toBeDisabled()
})

test('asks for a name once it is missed, not before', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules/new?kind=threshold')
  const name = page.getByLabel('规则名称')
  const missing = page.getByText('给规则起个名字。')
  await expect(page.getByRole('slider')).toBeVisible()
  await expect(missing).toHaveCount(0)
  await page.getByRole('button', { name: '创建规则' }).click()
  await expect(missing).toBeVisible()
  await expect(name).toBeFocused()
  await name.fill(fresh('首响过慢'))
  await expect(missing).toHaveCount(0)
})

test('adds a condition and takes it away again', async ({ page }) => {
  await signIn(page, EMAIL)
  await newThreshold(page)
  await page.getByRole('button', { name: '加一个条件' }).click()
  await expect(page.getByLabel('如何组合')).toHaveValue('and')
  await page.getByRole('button', { name: '去掉这个条件' }).last().click()
  await expect(page.getByLabel('如何组合')).toHaveCount(0)
})

test('tries several conditions together, and each under its own limit', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules/new?kind=compound')
  await page.getByLabel('规则名称').fill(fresh('又慢又排队'))
  const handle = page.getByRole('slider')
  await expect(handle).toBeVisible()
  await page.getByLabel('如何组合').selectOption('or')
  const any = await fires(page)
  await page.getByLabel('如何组合').selectOption('and')
  await expect.poll(() => fires(page)).toBeLessThan(any)
  // The queue is rebuilt from the records, and both are counted together whichever is drawn.
  const both = await fires(page)
  await page.getByRole('button', { name: /第 2 个条件/ }).click()
  await expect(page.getByText(/按历史记录还原/)).toBeVisible()
  await expect.poll(() => fires(page)).toBe(both)
})

test('tries the silence of sources, promises and timers on the past', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules/new?kind=source')
  const handle = page.getByRole('slider')
  await expect(handle).toBeVisible()
  const own = await fires(page)
  await page.getByLabel('静默多久').fill('1 小时')
  await page.getByLabel('静默多久').press('Enter')
  await expect(handle).toHaveAttribute('aria-valuetext', '1 小时')
  await expect.poll(() => fires(page)).not.toBe(own)

  await page.goto('/rules/new?kind=sla')
  await expect(page.getByRole('heading', { name: 'SLA · 首次响应' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'SLA · 解决' })).toBeVisible()
  await expect(page.getByRole('img', { name: /28 天里每天超过/ })).toHaveCount(2)

  await page.goto('/rules/new?kind=conversation')
  await expect(page.getByRole('img', { name: /28 天里每天超过/ })).toBeVisible()
  const before = await fires(page)
  expect(before).toBeGreaterThan(0)
  await page.getByRole('button', { name: '用 9:00' }).click()
  await expect.poll(() => fires(page)).toBeLessThan(before)
})

test('makes a ladder, says who is missing, and does not delete one in use', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules/ladders')
  await page.getByRole('button', { name: '新建梯队' }).click()
  const card = page.locator('[data-ladder="new"]')
  await card.getByRole('button', { name: '加一步' }).click()
  await card.getByLabel('几分钟无人确认').fill('0')
  await expect(card.getByText('要比上一步晚。')).toBeVisible()
  await expect(card.getByRole('button', { name: '保存' })).toBeDisabled()
  await card.getByLabel('几分钟无人确认').fill('5')
  const name = fresh('夜班')
  await card.getByLabel('名称').fill(name)
  await card.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(`已保存「${name}」`)).toBeVisible()
  const shipped = page.locator('[data-ladder]').filter({ hasText: '条规则在用' }).first()
  await expect(shipped.getByRole('button', { name: '删除' })).toBeDisabled()
})

test('silences for a while and ends it', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/rules/silences')
  await page.getByRole('button', { name: '新建静默' }).click()
  await page.getByRole('button', { name: '开始静默' }).click()
  await expect(page.getByText('用几个字说明原因。')).toBeVisible()
  const reason = fresh('盘点')
  await page.getByLabel('为什么').fill(reason)
  await page.getByRole('button', { name: '开始静默' }).click()
  const row = page.locator('[data-silence="holds"]', { hasText: reason })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: '现在结束' }).click()
  await expect(page.locator('[data-silence="ended"]', { hasText: reason })).toBeVisible()
})
