/** An incident from its firing to its end, by mouse and with one hand on a phone; and the inbox of who was told. */
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, fresh, signIn } from './sign-in'

const LEAD = 'incidents@example.com'
const OTHER = 'incidents-other@example.com'
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

interface Incident {
  readonly number: number
  readonly rule: { readonly name: string }
}

let token = ''
const ask = async (request: APIRequestContext, method: 'get' | 'post', path: string, data?: object) =>
  await request[method](`/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
    ...(data === undefined ? {} : { data }),
  })

/** A rule that finds its number out of its limit at once; answers the incident the worker opens for it. */
async function fire(request: APIRequestContext, name: string): Promise<Incident> {
  const made = await ask(request, 'post', '/rules', {
    rule: {
      name,
      kind: 'threshold',
      params: { metric: 'tickets_opened', over: 'all', window: 'last_28_days', op: '>', limit: 1 },
      everySeconds: 15,
    },
  })
  expect(made.status(), await made.text()).toBe(201)
  let found: Incident | undefined
  await expect
    .poll(
      async () => {
        const answer = await ask(request, 'get', '/incidents?limit=500')
        const { rows } = (await answer.json()) as { rows: Incident[] }
        found = rows.find(({ rule }) => rule.name === name)
        return found !== undefined
      },
      { timeout: 45_000 },
    )
    .toBe(true)
  if (found === undefined) throw new Error('no incident')
  return found
}

const act = (page: Page, deed: string) => page.locator(`[data-act="${deed}"]:visible`).first()

test.beforeAll(() => {
  account(LEAD, 'manager')
  account(OTHER, 'supervisor')
  token = command('key', '--name', fresh('incidents'), '--scopes', 'read,admin')
})

test('goes from firing to resolved: acknowledged, assigned, commented, closed with a reason', async ({
  page,
  request,
}) => {
  const name = fresh('咨询量测试')
  const { number } = await fire(request, name)
  await signIn(page, LEAD)
  await page.goto('/incidents')
  const row = page.locator('tr', { hasText: `A-${number}` })
  await expect(row).toBeVisible()
  await row.locator(`[data-acknowledge="${number}"]`).click()
  await expect(row.locator(`[data-acknowledge="${number}"]`)).toHaveCount(0)
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(`/incidents/${number}$`))
  const timeline = page.locator('[data-timeline]')
  await expect(timeline).toContainText('确认')
  await expect(timeline.locator('li[data-done="false"]').last()).toContainText('恢复 0 / 2')

  await act(page, 'hand-over').click()
  const form = page.locator('form[data-form="hand-over"]')
  await form.getByLabel('找人').fill('incidents-other')
  await form.getByRole('radio').first().check()
  await form.locator('textarea').fill('请看一下是不是活动带来的')
  await form.locator('button[type="submit"]').click()
  await expect(page.locator('[data-owner]')).toContainText('incidents-other')
  await expect(timeline).toContainText('请看一下是不是活动带来的')

  await act(page, 'comment').click()
  await page.locator('form[data-form="comment"] textarea').fill('已联系运营，客户电话 13812345678')
  await page.locator('form[data-form="comment"] button[type="submit"]').click()
  await expect(timeline).toContainText('138****5678')

  // The number is out of its limit: without words it cannot be closed.
  await act(page, 'resolve').click()
  const resolve = page.locator('form[data-form="resolve"]')
  await resolve.locator('select').selectOption('campaign')
  await expect(resolve.locator('button[type="submit"]')).toBeDisabled()
  await resolve.locator('textarea').fill('这是一条测试规则，关闭它')
  await resolve.locator('button[type="submit"]').click()
  await expect(page.locator('[data-incident]')).toHaveAttribute('data-state', 'resolved')
  await expect(page.locator('[data-cause-label]')).toHaveText('促销活动')
  await expect(page.locator('[data-proof="false"]')).toContainText('写明了理由')
})

test('says who was first where two acknowledge, and keeps what the other did', async ({ page, request }) => {
  const { number } = await fire(request, fresh('先后测试'))
  await signIn(page, LEAD)
  await page.goto(`/incidents/${number}`)
  await expect(act(page, 'acknowledge')).toBeVisible()
  expect((await ask(request, 'post', `/incidents/${number}/acknowledge`)).status()).toBe(200)
  await act(page, 'acknowledge').click()
  await expect(page.locator('[data-sonner-toast]')).toContainText('先确认了')
  await expect(act(page, 'acknowledge')).toHaveCount(0)
})

test('works with one hand on a phone, and tells whom it was given to', async ({
  browser,
  request,
  baseURL,
}) => {
  // A rule's slot, a ladder's step and two people's pages take their time.
  test.setTimeout(150_000)
  const { number } = await fire(request, fresh('手机测试'))
  const context = await browser.newContext({ ...PHONE, ...(baseURL === undefined ? {} : { baseURL }) })
  const page = await context.newPage()
  await signIn(page, OTHER)
  await page.goto('/incidents')
  await page.locator(`a[href="/incidents/${number}"]`).first().click()
  await expect(page).toHaveURL(new RegExp(`/incidents/${number}$`))
  // Nothing is wider than the screen, and what acts is big enough for a thumb.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await expect(act(page, 'acknowledge')).toBeVisible()
  await expect
    .poll(() =>
      page
        .locator('[data-actions] button:visible')
        .evaluateAll((all) => Math.min(...all.map((button) => button.getBoundingClientRect().height))),
    )
    .toBeGreaterThanOrEqual(44)
  await act(page, 'acknowledge').click()
  // What it says of itself leaves free what can be done next.
  const note = page.locator('[data-sonner-toast]').first()
  const lower = async () => {
    const [said, acts] = [await note.boundingBox(), await page.locator('[data-actions]').boundingBox()]
    return said === null || acts === null ? Number.POSITIVE_INFINITY : said.y + said.height - acts.y
  }
  await expect.poll(lower).toBeLessThanOrEqual(0)
  await expect(page.locator('[data-timeline]')).toContainText('确认')
  await page.locator('[data-actions] [data-act="more"]').click()
  await page.getByRole('dialog').locator('[data-act="snooze"]').click()
  await page.getByRole('dialog').getByText('30 分钟').click()
  await page.getByRole('dialog').locator('button[type="submit"]').click()
  await expect(page.locator('[data-timeline]')).toContainText('推迟到')
  await context.close()

  const people = (await (await ask(request, 'get', `/incidents/${number}/people`)).json()) as {
    people: { id: string; name: string }[]
  }
  const lead = people.people.find(({ name }) => name === 'incidents')
  const given = await ask(request, 'post', `/incidents/${number}/assign`, { assignee: lead?.id })
  expect(given.status(), await given.text()).toBe(200)

  const desk = await browser.newPage({ ...(baseURL === undefined ? {} : { baseURL }) })
  await signIn(desk, LEAD)
  await desk.goto('/catalogue')
  const badge = desk.locator('[data-unread]:visible')
  await expect(badge).toBeVisible({ timeout: 45_000 })
  await expect(desk).toHaveTitle(/^\(\d+\) /)
  await desk.getByRole('button', { name: /^消息/ }).first().click()
  const message = desk.locator('[data-message][data-read="false"]', { hasText: '指派' }).first()
  await message.click()
  await expect(desk).toHaveURL(new RegExp(`/incidents/${number}$`))
  await desk.getByRole('button', { name: /^消息/ }).first().click()
  await expect(desk.locator('[data-message][data-read="true"]').first()).toBeVisible()
  await desk.close()
})

test('opens no incident that is not there, and says so', async ({ page }) => {
  await signIn(page, LEAD)
  expect((await page.goto('/incidents/99999999'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这条告警')
  await page.goto('/incidents/quality')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('告警质量')
})
