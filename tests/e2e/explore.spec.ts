/** The explore page: from a starting example to a question of one's own, all of it in the address. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { account, signIn } from './sign-in'

const EMAIL = 'explore@example.com'

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('asks a question by keyboard and keeps it in the address', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/explore?preset=last_7_days')
  await page.locator('[data-chip="metric"]').click()
  await page.getByPlaceholder('搜索指标或同义词').fill('一次解决')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/metrics=fcr/)
  await page.keyboard.press('Escape')
  await page.locator('[data-chip="by-0"]').click()
  await page.getByRole('dialog').getByRole('button', { name: '团队', exact: true }).click()
  await expect(page).toHaveURL(/by=team/)
  await expect(page.locator('[data-table="explore-team"] tbody tr').first()).toBeVisible()
  await page.locator('[data-form="table"]').click()
  await expect(page).toHaveURL(/as=table/)
  await page.reload()
  await expect(page.getByRole('button', { name: '去掉一次解决率' })).toBeVisible()
  await page.locator('[data-table="explore-team"] td[data-column="fcr"] a').first().click()
  await expect(page).toHaveURL(/\/tickets\?metric=fcr.*team=/)
})

test('opens the rows of a point of a trend, by keys and by the mouse, and keeps the order of a table', async ({
  page,
}) => {
  await signIn(page, EMAIL)
  const address = '/explore?metrics=tickets_opened&grain=day&preset=last_7_days'
  await page.goto(address)
  const trend = page
    .locator('main [role="group"]')
    .filter({ has: page.locator('svg[role="img"]') })
    .first()
  await expect(trend.locator('svg text').first()).toBeVisible()
  await trend.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/tickets\?metric=tickets_opened.*from=.*to=/)
  await page.goBack()
  await expect(trend.locator('svg text').first()).toBeVisible()
  await trend.click()
  await expect(page).toHaveURL(/\/tickets\?metric=tickets_opened.*from=.*to=/)

  await page.goto(address)
  const head = page.locator('[data-table^="explore-"] th', { hasText: '时间' })
  await head.getByRole('button').click()
  await expect(page).toHaveURL(/sort\.explore--time=time/)
  await head.getByRole('button').click()
  await expect(page).toHaveURL(/sort\.explore--time=-time/)
  await page.reload()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
})

test('says why something cannot be combined', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/explore?metrics=queue_now&by=channel')
  await page.locator('[data-chip="grain"]').click()
  const day = page.getByRole('button', { name: /^天/ })
  await expect(day).toHaveAttribute('aria-disabled', 'true')
  await expect(day).toContainText('没有走势')
})

test('is accessible in every form, and fits a phone', async ({ page }) => {
  test.setTimeout(120_000)
  await signIn(page, EMAIL)
  await page.goto('/explore')
  await expect(page.getByRole('heading', { name: '想知道什么？' })).toBeVisible()
  const examples = await page
    .locator('main a[href^="/explore?metrics="]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(examples.length).toBeGreaterThanOrEqual(4)
  for (const example of examples) {
    // Soon after midnight the day has no cases yet.
    const path = example.includes('preset=') ? example : `${example}&preset=last_7_days`
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(path)
    await expect(page.locator('[data-table^="explore-"]')).toBeVisible()
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
      .analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    // charts follow the window by themselves, a moment later
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(390)
  }
})
