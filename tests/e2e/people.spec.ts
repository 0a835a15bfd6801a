/** Teams and agents in use: two teams side by side, an agent down to a ticket, names that are hidden. */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, PASSWORD, signIn } from './sign-in'

const EMAIL = 'people@example.com'

/** Names of the agents in the table of a page, in full. */
async function agentsOn(page: Page): Promise<string[]> {
  const links = page.locator('main td a[href^="/agents/"]')
  await expect(links.first()).toBeVisible()
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  return [...new Set(hrefs.map((href) => decodeURIComponent(href.split('?')[0]?.split('/')[2] ?? '')))]
}

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('compares two teams: chosen in the list, figure by figure, with what may be chance', async ({
  page,
}) => {
  await signIn(page, EMAIL)
  await page.goto('/teams?preset=last_7_days')
  const boxes = page.locator('main tbody input[type="checkbox"]')
  await expect(boxes.first()).toBeVisible()
  await boxes.nth(0).check()
  await boxes.nth(1).check()
  await page.getByText('对比所选（2）').click()
  await expect(page).toHaveURL(/\/teams\/compare\?.*teams=/)
  expect(new URL(page.url()).searchParams.get('preset')).toBe('last_7_days')
  const table = page.locator('[data-compare="2"]')
  await expect(table).toBeVisible()
  const share = table.locator('tr[data-metric="frt_within_target"] td[data-verdict]')
  await expect(share).toHaveAttribute('data-verdict', /chance|better|worse/)
  await expect(share).toHaveAttribute('title', /差的 95% 区间/)
  // Durations are compared as well, by Welch's interval.
  await expect(table.locator('tr[data-metric="frt_avg"] td[data-verdict]')).toHaveAttribute(
    'data-verdict',
    /chance|better|worse/,
  )
  await expect(page.locator('[data-tile="courses"] figure').first()).toBeVisible()

  // The number opens its rows: as many as its n says.
  const cell = table.locator('tr[data-metric="tickets_opened"] td a').first()
  const count = Number((await cell.innerText()).replaceAll(',', ''))
  await cell.click()
  await expect(page).toHaveURL(/\/tickets\?.*metric=tickets_opened/)
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', String(count))
})

test('goes from a team to an agent to a ticket', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/teams?preset=last_7_days')
  await page.locator('main tbody a[href^="/teams/"]').first().click()
  await expect(page).toHaveURL(/\/teams\/[^?]+\?.*preset=last_7_days/)
  await expect(page.locator('[data-tile="ranking"]')).toBeVisible()
  await expect(page.locator('[data-tile="now"]')).toBeVisible()
  // Raw and adjusted stand side by side; no place is a rank.
  await expect(page.locator('[data-tile="ranking"]')).toContainText('调整后')
  await expect(page.locator('[data-tile="ranking"]')).toContainText('原始值')
  const [agent] = await agentsOn(page)
  await page.locator('main td a[href^="/agents/"]').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(agent ?? '')
  await expect(page.locator('[data-tile="versus"]')).toBeVisible()
  const ticket = page.locator('main a[href^="/tickets/"]').first()
  const subject = decodeURIComponent((await ticket.getAttribute('href'))?.split('/').at(-1) ?? '')
  await ticket.click()
  await expect(page).toHaveURL(/[?&]ticket=[^&]+/)
  const drawer = page.locator(`[data-ticket-drawer="${subject}"]`)
  await expect(drawer.locator('[data-segment]').first()).toBeVisible()
})

test('compares agents by another metric, adjusted and raw, in the address', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/agents?preset=last_7_days')
  const ranking = page.locator('[data-tile="ranking"]')
  await ranking.getByRole('button', { name: '客服首响' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '处理时长' }).click()
  await expect(page).toHaveURL(/rank=aht_avg/)
  await ranking.getByRole('link', { name: '原始值' }).click()
  await expect(page).toHaveURL(/basis=raw/)
  await expect(ranking.getByRole('link', { name: '原始值' })).toHaveAttribute('aria-current', 'true')
  await expect(ranking.locator('[data-group] li').first()).toHaveAttribute('title', /÷ 应有/)
})

test('hides names, remembers it, and shows them again', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/agents?preset=last_7_days')
  const names = (await agentsOn(page)).filter((name) => [...name].length > 1)
  expect(names.length).toBeGreaterThan(3)
  await page.getByRole('button', { name: '隐藏姓名' }).click()
  await expect(page.getByRole('button', { name: '显示姓名' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: '显示姓名' })).toBeVisible()
  const text = await page.locator('main').innerText()
  for (const name of names.slice(0, 10)) expect(text).not.toContain(name)
  await page.getByRole('button', { name: '显示姓名' }).click()
  await expect(page.getByRole('button', { name: '隐藏姓名' })).toBeVisible()
  await expect(page.locator('main')).toContainText(names[0] ?? '')
})

test('lets an agent see their own page and nobody else’s', async ({ page, browser }) => {
  await signIn(page, EMAIL)
  await page.goto('/teams?preset=last_7_days')
  const link = page.locator('main tbody a[href^="/teams/"]').first()
  await expect(link).toBeVisible()
  const team = (await link.innerText()).trim()
  await link.click()
  await expect(page).toHaveURL(/\/teams\/[^?]+\?/)
  const [own = '', other = ''] = await agentsOn(page)
  command(
    'user',
    '--email',
    'own@example.com',
    '--role',
    'agent',
    '--team',
    team,
    '--name',
    own,
    '--password',
    PASSWORD,
  )
  const mine = await browser.newPage()
  await signIn(mine, 'own@example.com')
  expect((await mine.goto(`/agents/${encodeURIComponent(own)}`))?.status()).toBe(200)
  await expect(mine.getByRole('heading', { level: 1 })).toHaveText(own)
  expect((await mine.goto(`/agents/${encodeURIComponent(other)}`))?.status()).toBe(404)
  await expect(mine.locator('main')).toContainText('没有这位客服')
  await mine.goto('/agents?preset=last_7_days')
  await expect(mine.locator('main')).toContainText(own)
  await expect(mine.locator('main')).not.toContainText(other)
  for (const [path, shown] of [
    ['/channels/douyin?preset=last_7_days', '**'],
    [`/tickets?preset=last_7_days&agent=${encodeURIComponent(other)}`, `${[...other][0]}**`],
  ] as const) {
    await mine.goto(path)
    await expect(mine.locator('main')).toContainText(shown)
    await expect(mine.locator('main [aria-busy="true"]')).toHaveCount(0)
    await expect(mine.locator('main')).not.toContainText(other)
  }
  await mine.close()
})

test('says what an unknown address may have meant', async ({ page }) => {
  await signIn(page, EMAIL)
  expect((await page.goto('/teams/no-such-team'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个团队')
  await page.locator('main ul a[href^="/teams/"]').first().click()
  await expect(page.locator('[data-tile="now"]')).toBeVisible()
})
