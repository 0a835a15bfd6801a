/** What a stranger does first: signs in, looks at the board, hangs a wall screen, takes it down again. */
import { expect, test } from '@playwright/test'
import { command } from './command'
import { account, PASSWORD, signIn } from './sign-in'

test('asks who one is, and refuses a wrong password', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.locator('input[name="email"]').fill('nobody@example.com')
  await page.locator('input[name="password"]').fill('wrong password')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '邮箱或密码不对' })).toBeVisible()
})

test('shows the overview with live figures to who signs in', async ({ page }) => {
  account('manager@example.com', 'manager')
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await signIn(page, 'manager@example.com')
  await page.goto('/')
  for (const id of ['queue_now', 'tickets_opened', 'messages_in']) {
    const tile = page.locator(`[data-tile="${id}"]`).first()
    await expect(tile).toBeVisible()
    await expect(tile).toContainText(/\d/)
  }
  expect(problems).toEqual([])
})

test('hangs a wall screen without a person, and takes it down within 10 s', async ({ page }) => {
  const url = command('screen', '--board', 'overview')
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/wall\/overview#/)
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto(url)
  await expect(page.locator('[data-wall]')).toHaveAttribute('data-density', /far|middle|near/)
  await expect(page.locator('[data-tile="queue_now"]')).toContainText(/\d/)
  command('screen', '--revoke', url)
  await expect(page.locator('[data-wall-ended]')).toBeVisible({ timeout: 10_000 })
})

test('ends the session of a person who is disabled or changed at once', async ({ page }) => {
  command(
    'user',
    '--email',
    'agent@example.com',
    '--role',
    'agent',
    '--team',
    '热线组',
    '--password',
    PASSWORD,
  )
  await signIn(page, 'agent@example.com')
  command(
    'user',
    '--email',
    'agent@example.com',
    '--role',
    'lead',
    '--team',
    '热线组',
    '--password',
    `${PASSWORD} 2`,
  )
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})
