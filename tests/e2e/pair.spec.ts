/** A television and an administrator: paired by a code, switched, told, ended. Notes and saved views beside it. */
import { expect, type Page, test } from '@playwright/test'
import { account, signIn } from './sign-in'

const EMAIL = 'pairing@example.com'

/** Takes back what a note at the lower edge says. */
const undo = (page: Page, said: string) =>
  page.locator('[data-sonner-toast]').filter({ hasText: said }).getByRole('button', { name: '撤销' }).click()

/** A press before the page answers to presses opens nothing: it is made again. */
async function openViews(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: '视图', exact: true })
  await expect(async () => {
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
    await expect(button).toHaveAttribute('aria-expanded', 'true', { timeout: 500 })
  }).toPass()
}

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('pairs a television by its code, switches its scene, sends a notice and ends it', async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000)
  const home = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const television = await home.newPage()
  const asked: string[] = []
  television.on('request', (request) => asked.push(request.url()))
  await television.goto('/wall')
  const shown = television.locator('[data-code]')
  await expect(shown).toBeVisible()
  const code = (await shown.getAttribute('data-code')) ?? ''
  expect(code).toMatch(/^\w{3}-\w{3}$/)

  // A wrong code is told in a sentence; nothing happens to the television.
  await signIn(page, EMAIL)
  await page.goto('/screens')
  await page.locator('[data-pair]').click()
  await page.locator('input[name="code"]').fill('222-222')
  await page.getByRole('button', { name: '连接', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: '没有电视在显示这个配对码' })).toBeVisible()

  const name = `三楼 ${Date.now().toString(36)}`
  await page.locator('input[name="code"]').fill(code.toLowerCase().replace('-', ''))
  await page.locator('input[name="label"]').fill(name)
  await page.getByRole('checkbox', { name: '全局概览' }).check()
  await page.getByRole('checkbox', { name: '团队' }).check()
  await page.getByRole('spinbutton', { name: /屏幕对角线/ }).fill('65')
  await page.getByRole('spinbutton', { name: /最远座位/ }).fill('2')
  await expect(page.locator('[data-density]')).toBeVisible()
  await page.getByRole('button', { name: '连接', exact: true }).click()

  await television.waitForURL(/\/wall\/overview/)
  await expect(television.locator('[data-scene="overview"]')).toBeVisible()
  await expect(television.locator('[data-tile]').first()).toBeVisible()
  const row = page.locator('tr[data-screen]').filter({ hasText: name })
  await expect(row).toHaveAttribute('data-state', 'live', { timeout: 30_000 })
  await expect(row).toContainText('1920×1080')

  await row.locator('[data-do="tell"]').click()
  await page.locator('button[data-scene="teams"]').click()
  await page.locator('input[name="notice"]').fill('15:00 系统维护')
  await page.getByRole('button', { name: '发送通知' }).click()
  await expect(television.locator('[data-scene="teams"]')).toBeVisible({ timeout: 25_000 })
  await expect(television.locator('[data-notice]')).toContainText('15:00 系统维护', { timeout: 25_000 })
  await page.getByRole('button', { name: '撤下通知' }).click()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('button', { name: '撤下通知' }).click()
  await expect(television.locator('[data-notice]')).toHaveCount(0, { timeout: 25_000 })
  await page.keyboard.press('Escape')

  // Opened again at its first address, the television goes straight back.
  await television.goto('/wall')
  await television.waitForURL(/\/wall\/overview/)
  await expect(television.locator('[data-code]')).toHaveCount(0)
  await expect(television.locator('[data-tile]').first()).toBeVisible()

  await row.locator('[data-do="revoke"]').click()
  await expect(page.getByRole('alertdialog')).toContainText('无法恢复')
  await page.locator('[data-confirm]').click()
  await expect(television.locator('[data-wall-ended]')).toBeVisible({ timeout: 15_000 })
  await expect(row).toHaveAttribute('data-state', 'ended')
  await television.goto('/wall')
  await expect(television.locator('[data-code]')).toBeVisible()

  const token = await television.evaluate(() => window.localStorage.getItem('helmline-screen'))
  expect(token).toBeNull()
  expect(asked.filter((url) => url.includes('?') && url.includes('hs_'))).toEqual([])
  await home.close()
})

test('keeps people without the role away from screens', async ({ page }) => {
  const email = 'no-screens@example.com'
  account(email, 'supervisor')
  await signIn(page, email)
  await page.goto('/screens')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这一页')
  await expect(page.locator('[data-pair]')).toHaveCount(0)
})

test('writes a note on a chart, changes it, takes it away and brings it back', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/channels/douyin?preset=last_7_days')
  const button = page.getByRole('button', { name: /^标注/ }).first()
  const text = `促销 ${Date.now().toString(36)}`
  await button.click()
  await page.locator('[data-add-note]').click()
  await page.locator('[data-note-form] input[name="text"]').fill(text)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.locator('[data-notes]')).toContainText(text)
  await expect(page.locator(`line[data-note="${text}"]`)).toHaveCount(1)

  await page.getByRole('button', { name: `修改：${text}` }).click()
  await page.locator('[data-note-form] input[name="text"]').fill(`${text} 改`)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.locator(`line[data-note="${text} 改"]`)).toHaveCount(1)

  await page.getByRole('button', { name: `删除：${text} 改` }).click()
  await expect(page.locator(`line[data-note="${text} 改"]`)).toHaveCount(0)
  await undo(page, '标注已删除')
  await expect(page.locator(`line[data-note="${text} 改"]`)).toHaveCount(1)
})

test('keeps a view, comes back to it, renames, shares, deletes and restores it', async ({ page }) => {
  await signIn(page, EMAIL)
  const name = `视图 ${Date.now().toString(36)}`
  await page.goto('/channels?preset=last_7_days')
  await openViews(page)
  await page.locator('input[name="view-name"]').fill(name)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('button', { name: `视图：${name}` })).toBeVisible()

  await page.goto('/channels')
  await openViews(page)
  await page.locator(`[data-view="${name}"] a`).click()
  await expect(page).toHaveURL(/\/channels\?preset=last_7_days/)
  await page.getByRole('button', { name: `视图：${name}` }).click()

  await page.getByRole('button', { name: `更多：${name}` }).click()
  await page.getByRole('button', { name: '共享', exact: true }).click()
  await expect(page.locator(`[data-view="${name}"] [aria-label="已共享"]`)).toBeVisible()

  await page.getByRole('button', { name: `更多：${name}` }).click()
  await page.getByRole('button', { name: '重命名' }).click()
  await page.getByRole('textbox', { name: '名称' }).fill(`${name} 新`)
  await page.keyboard.press('Enter')
  await expect(page.locator(`[data-view="${name} 新"]`)).toBeVisible()

  await page.getByRole('button', { name: `更多：${name} 新` }).click()
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await expect(page.locator(`[data-view="${name} 新"]`)).toHaveCount(0)
  await undo(page, `已删除视图「${name} 新」`)
  // a click on the note is one beside the menu, which closes; the page is on that view again
  await expect(page.getByRole('button', { name: `视图：${name} 新` })).toBeVisible()
})
