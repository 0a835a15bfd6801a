/** The breach radar in use: who waits, claimed and given back, noted, narrowed, on a phone too. */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, fresh, signIn } from './sign-in'

const EMAIL = 'radar@example.com'

const event = (id: string, type: string, subject: string, data: Record<string, unknown>) => ({
  specversion: '1.0',
  id,
  source: 'e2e-radar',
  type,
  subject,
  time: new Date().toISOString(),
  data,
})

async function send(page: Page, key: string, events: readonly Record<string, unknown>[]): Promise<void> {
  const answer = await page.request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  })
  expect(answer.status()).toBe(200)
}

test.beforeAll(() => {
  account(EMAIL, 'supervisor')
})

test('shows who waits within seconds, lets one claim, undo, note and open, and forgets who was answered', async ({
  page,
}) => {
  const key = command('key', '--name', fresh('e2e-radar'), '--scopes', 'ingest')
  const subject = `R-${Date.now().toString(36)}`
  await signIn(page, EMAIL)
  await page.goto('/radar')
  await send(page, key, [
    event(`${subject}-1`, 'ticket.opened', subject, {
      channel: 'douyin',
      customer: `赵${subject}`,
      customerTier: 'vip',
      team: '雷达组',
    }),
    event(`${subject}-2`, 'message.sent', subject, { from: 'customer', text: '在吗' }),
  ])
  const row = page.locator('[data-radar-row]').filter({ has: page.locator(`a[href$="/${subject}"]`) })
  await expect(row).toBeVisible({ timeout: 10_000 })
  await expect(row).toHaveAttribute('data-vip', 'true')
  await expect(row).toContainText('赵**')

  // by keyboard: j goes to a row of the list, c claims the one that has the focus
  await page.keyboard.press('j')
  await expect(page.locator('[data-radar-row] a:focus')).toHaveCount(1)
  await row.getByRole('link').focus()
  await page.keyboard.press('c')
  await expect(row).toContainText('我已接下')
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(row.getByRole('button', { name: '我来' })).toBeVisible()

  await row.getByRole('button', { name: '备注' }).click()
  await row.getByRole('textbox').fill('先道歉')
  await row.getByRole('button', { name: '保存' }).click()
  await expect(row).toContainText('先道歉')

  // The chip says its state first where somebody of the channel is late.
  await page.getByRole('button', { name: /^(\S+ )?抖音/ }).click()
  await expect(page).toHaveURL(/channel=douyin/)
  await expect(row).toBeVisible()
  await page.goto('/radar?channel=jd')
  await expect(row).toHaveCount(0)
  await page.goto('/radar')
  await expect(row).toBeVisible()

  await send(page, key, [
    event(`${subject}-3`, 'message.sent', subject, { from: 'agent', agent: '青禾', public: true }),
  ])
  await expect(row).toHaveCount(0, { timeout: 10_000 })
})

test('fits a phone: nothing is cut, what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const key = command('key', '--name', fresh('e2e-radar-phone'), '--scopes', 'ingest')
  const subject = `P-${Date.now().toString(36)}`
  await signIn(page, EMAIL)
  await send(page, key, [
    event(`${subject}-1`, 'ticket.opened', subject, { channel: 'jd', customer: 'C-9' }),
    event(`${subject}-2`, 'message.sent', subject, { from: 'customer', text: '你好' }),
  ])
  await page.goto('/radar')
  const row = page.locator('[data-radar-row]').filter({ has: page.locator(`a[href$="/${subject}"]`) })
  await expect(row).toBeVisible({ timeout: 10_000 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  const box = await row.getByRole('button', { name: '我来' }).boundingBox()
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(44)
})
