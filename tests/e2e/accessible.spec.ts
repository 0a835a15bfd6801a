/** Every page, both themes: axe finds nothing serious. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { command } from './command'

const PASSWORD = 'a long enough password'
const EMAIL = 'axe@example.com'

test.beforeAll(() => {
  command('user', '--email', EMAIL, '--role', 'manager', '--password', PASSWORD)
})

for (const theme of ['light', 'dark'] as const) {
  test(`is accessible, ${theme}`, async ({ page, baseURL }) => {
    test.setTimeout(180_000)
    await page.context().addCookies([{ name: 'helmline-theme', value: theme, url: baseURL ?? '' }])
    const serious = async (path: string): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${path}: ${id} ${nodes
              .map((node) => node.target.join(' '))
              .slice(0, 3)
              .join(' | ')}`,
        )
    }
    const found: string[] = []
    await page.goto('/sign-in')
    found.push(...(await serious('/sign-in')))
    await page.locator('input[name="email"]').fill(EMAIL)
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.getByRole('button', { name: '登录' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    await page.goto('/tickets?preset=last_7_days')
    const ticket = await page.locator('td a[href^="/tickets/"]').first().getAttribute('href')
    await page.goto('/agents?preset=last_7_days')
    const agent = await page.locator('td a[href^="/agents/"]').first().getAttribute('href')
    for (const path of [
      '/',
      '/?preset=last_7_days',
      '/channels?preset=last_28_days',
      '/channels/douyin?preset=last_7_days',
      '/agents?preset=last_7_days',
      `${agent}?preset=last_7_days`,
      '/tickets?preset=last_7_days&metric=csat',
      ticket ?? '/tickets',
      '/catalogue',
      '/wall/overview',
    ]) {
      await page.goto(path)
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await expect(page.getByRole(path.startsWith('/wall') ? 'main' : 'heading').first()).toBeVisible()
      found.push(...(await serious(path)))
    }
    expect(found).toEqual([])
  })
}
