/** Tables: sorted, narrowed, by keyboard; their files hold what the screen shows; long files and pictures. */
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Download, expect, type Locator, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { account, signIn } from './sign-in'

const EMAIL = 'export@example.com'

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

async function file(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}

type Format = 'CSV' | 'Excel（XLSX）'

const exported = (page: Page, table: string, format: Format): Promise<Buffer> =>
  exportedFrom(page, page.locator(`[data-table="${table}"]`), format)

async function exportedFrom(page: Page, place: Locator, format: Format): Promise<Buffer> {
  await place.getByRole('button', { name: '导出', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format, exact: true }).click(),
  ])
  return file(download)
}

/** Columns and rows of a CSV of ours, below its heading lines. */
function csvRows(bytes: Buffer): { head: string[][]; columns: string[]; rows: string[][] } {
  const lines = parse(bytes, { bom: true, relax_column_count: true }) as string[][]
  const at = lines.findIndex((line) => line.length > 2)
  return { head: lines.slice(0, at), columns: lines[at] ?? [], rows: lines.slice(at + 1) }
}

const EXPLORE = '/explore?metrics=tickets_opened,frt_avg&by=channel&preset=last_7_days'
const TABLE = 'explore-channel'
const names = (page: Page) =>
  page.locator(`[data-table="${TABLE}"] td[data-column="channel"]`).allInnerTexts()

test('sorts by click and keyboard, and goes through rows by keys', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto(EXPLORE)
  const head = page.getByRole('columnheader', { name: /咨询量/ })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  const down = await page.locator(`[data-table="${TABLE}"] td[data-column="tickets_opened"]`).allInnerTexts()
  const numbers = down.map((text) => Number(text.replace(/,/g, '')))
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
  await head.getByRole('button').press('Enter')
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
  await page.locator('tr[data-row="0"]').focus()
  await page.keyboard.press('j')
  await expect(page.locator('tr[data-row="1"]')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('tr[data-row="0"]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/tickets\?.*metric=tickets_opened/)
})

test('remembers the chosen columns of a table', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/tickets?preset=last_7_days')
  await expect(page.locator('td[data-column="region"]')).toHaveCount(0)
  await page.getByRole('button', { name: '选择显示的列' }).click()
  await page.getByRole('menuitemcheckbox', { name: '地区' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: '地区' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('columnheader', { name: '地区' })).toBeVisible()
  await page.getByRole('button', { name: '选择显示的列' }).click()
  await page.getByRole('menuitem', { name: '恢复默认' }).click()
  await expect(page.getByRole('columnheader', { name: '地区' })).toHaveCount(0)
})

test('exports what the screen shows, as CSV and XLSX', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto(EXPLORE)
  const shown = await names(page)
  const counts = await page
    .locator(`[data-table="${TABLE}"] td[data-column="tickets_opened"]`)
    .allInnerTexts()
  const { head, columns, rows } = csvRows(await exported(page, TABLE, 'CSV'))
  expect(head.map(([label]) => label)).toEqual(
    expect.arrayContaining(['标题', '时间范围', '筛选条件', '计时口径', '时区', '导出时间', '链接']),
  )
  const at = columns.indexOf('咨询量')
  expect(at).toBeGreaterThan(0)
  expect(rows.map((row) => row[0])).toEqual(shown)
  expect(rows.map((row) => Number(row[at]))).toEqual(counts.map((text) => Number(text.replace(/,/g, ''))))
  const sheet = await readSheet(await exported(page, TABLE, 'Excel（XLSX）'), 2)
  expect(sheet[0]?.map(String)).toEqual(columns)
  expect(sheet.slice(1).map((row) => row[at])).toEqual(rows.map((row) => Number(row[at])))
})

test('exports what stands side by side, and all complaints and answers', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/channels/compare?preset=last_7_days&channels=jd,douyin')
  const card = page.locator('[data-tile="compare"]')
  const counts = card.locator('tr[data-metric="tickets_opened"] td a')
  await expect(counts).toHaveCount(2)
  const shown = (await counts.allInnerTexts()).map((text) => Number(text.replace(/,/g, '')))
  const { columns, rows } = csvRows(await exportedFrom(page, card, 'CSV'))
  expect(rows).toHaveLength(await card.locator('tr[data-metric]').count())
  const opened = rows.find((row) => row[0] === '咨询量')
  expect([opened?.[columns.indexOf('京东')], opened?.[columns.indexOf('抖音')]].map(Number)).toEqual(shown)
  expect(Number(opened?.[columns.indexOf('比抖音')])).toBe((shown[0] ?? 0) - (shown[1] ?? 0))
  const sheet = await readSheet(await exportedFrom(page, card, 'Excel（XLSX）'), 2)
  expect(sheet[0]?.map(String)).toEqual(columns)

  for (const path of ['/satisfaction/answers', '/complaints']) {
    await page.goto(`${path}?preset=last_7_days`)
    const list = page.locator('section.card').filter({ has: page.locator('[data-total]') })
    const total = Number(await list.locator('[data-total]').getAttribute('data-total'))
    expect(total, path).toBeGreaterThan(0)
    expect(csvRows(await exportedFrom(page, list, 'CSV')).rows, path).toHaveLength(total)
  }
})

test('saves what is made of boxes as a picture', async ({ page }) => {
  await signIn(page, EMAIL)
  for (const [path, title] of [
    ['/satisfaction?preset=last_7_days', '评分分布'],
    ['/channels/compare?preset=last_7_days&channels=jd,douyin', '走势对照'],
  ] as const) {
    await page.goto(path)
    const card = page.locator('section.card').filter({ has: page.getByRole('heading', { name: title }) })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.locator('button[data-picture]').click(),
    ])
    const png = await file(download)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.length, title).toBeGreaterThan(10_000)
  }
})

test('exports the rows behind a number, all of them', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/tickets?metric=frt_avg&preset=yesterday')
  const total = Number(await page.locator('[data-total]').getAttribute('data-total'))
  expect(total).toBeGreaterThan(100)
  const { columns, rows } = csvRows(await exported(page, 'tickets', 'CSV'))
  expect(rows).toHaveLength(total)
  await page.getByRole('button', { name: '逐行相加核对' }).click()
  const foot = page.locator('[data-foot] [data-sum]')
  await expect(foot).toContainText('= 屏幕上的数')
  const seconds = columns.findIndex((name) => name.endsWith('（秒）'))
  const n = columns.findIndex((name) => name.endsWith('（样本数）'))
  const counted = rows.reduce((sum, row) => sum + Number(row[n]), 0)
  expect(Number(await foot.getAttribute('data-n'))).toBe(counted)
  const mean = rows.reduce((sum, row) => sum + Number(row[seconds]) * Number(row[n]), 0) / counted
  expect(Number(await foot.getAttribute('data-sum'))).toBeCloseTo(mean, 6)
})

test('scrolls a long list, loading more, and tells assistive technology how long it is', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/tickets?preset=last_7_days')
  const total = Number(await page.locator('[data-total]').getAttribute('data-total'))
  expect(total).toBeGreaterThan(400)
  const table = page.getByRole('table', { name: '工单' })
  await expect(table).toHaveAttribute('aria-rowcount', String(total + 1))
  const scroller = page.locator('.dt-scroll')
  await expect
    .poll(
      async () => {
        await scroller.evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
        return Number(await table.getAttribute('data-rows'))
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(300)
  expect(await page.locator('tr[data-row]').count()).toBeLessThan(120)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
  expect(
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id),
  ).toEqual([])
})

test('makes a long file in the background and lists it', async ({ page }) => {
  await signIn(page, EMAIL)
  // An address too long for a link makes a job of any list.
  const list = (prefix: string) => Array.from({ length: 560 }, (_, i) => `${prefix}${i}`).join(',')
  const answer = await page.request.post('/api/v1/exports', {
    data: {
      kind: 'tickets',
      format: 'xlsx',
      title: '很长的清单',
      query: `preset=last_7_days&product!=${list('p')}&campaign!=${list('c')}&region!=${list('r')}`,
      page: '/tickets?preset=last_7_days',
    },
  })
  expect(answer.status()).toBe(202)
  await page.goto('/exports')
  const row = page.locator('li[data-job]').filter({ hasText: '很长的清单' }).first()
  await expect(row).toHaveAttribute('data-job', 'done', { timeout: 60_000 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.locator('[data-download]').click(),
  ])
  const sheet = await readSheet(await file(download), 2)
  expect(sheet.length).toBeGreaterThan(100)
  await row.getByRole('button', { name: /删除/ }).click()
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await expect(row).toHaveAttribute('data-job', 'done')
  await row.getByRole('button', { name: /删除/ }).click()
  await page.locator('[data-confirm]').click()
  await expect(row).toHaveCount(0)
})

test('saves charts as pictures, twice as dense', async ({ page }) => {
  await signIn(page, EMAIL)
  for (const path of [EXPLORE, '/explore?metrics=tickets_opened&grain=day&preset=last_7_days']) {
    await page.goto(path)
    // Drawings of the page itself have the button beside them, those of the engine a menu.
    const button = page.locator('[data-chart-menu] button, button[data-picture]').first()
    if ((await button.getAttribute('data-picture')) === null) await button.click()
    await expect(page.locator('main svg text').first()).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('button[data-picture]').first().click(),
    ])
    const png = await file(download)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(800)
    expect(png.length).toBeGreaterThan(5_000)
  }
})
