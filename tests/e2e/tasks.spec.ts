/** Tasks and improvements as people work with them: make one, work it off with proof, keep the list, look back. */
import { expect, test } from '@playwright/test'
import { account, fresh, signIn } from './sign-in'

const EMAIL = 'tasks@example.com'

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('makes a task, and ends it only with its checklist and its outcome', async ({ page }) => {
  await signIn(page, EMAIL)
  const title = fresh('补齐周五排班')
  await page.goto('/tasks')
  await page.getByRole('button', { name: '新建任务' }).click()
  const form = page.getByRole('dialog', { name: '新建任务' })
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('写一句要做什么')).toBeVisible()
  await form.getByLabel('做什么').fill(title)
  await form.getByLabel('检查清单').fill('问过夜班组长')
  await form.getByLabel('优先级').selectOption({ label: '高' })
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.locator('[data-missing="checklist_open outcome_missing"]')).toBeVisible()
  await expect(page.getByRole('button', { name: '完成', exact: true })).toBeDisabled()
  // what is typed stays while a point is ticked, and a point that is added is there at once
  const outcome = page.getByRole('textbox', { name: '结果' })
  await outcome.fill('周五加一班，已排好')
  await page.getByLabel('问过夜班组长').check()
  await expect(page.getByText('更新了检查清单')).toBeVisible()
  await page.getByRole('textbox', { name: '检查项' }).fill('通知到人')
  await page.keyboard.press('Enter')
  await page.getByLabel('通知到人').check()
  await expect(page.locator('[data-missing]')).toHaveCount(0)
  await expect(outcome).toHaveValue('周五加一班，已排好')
  await page.getByRole('button', { name: '完成', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已完成' })).toBeVisible()
  await page.goto('/tasks?view=over')
  await expect(page.getByRole('link', { name: title })).toBeVisible()
})

test('keeps an improvement on the list and shows it in the weekly review', async ({ page }) => {
  await signIn(page, EMAIL)
  const title = fresh('抖音高峰加一班')
  await page.goto('/improvements')
  await page.getByRole('button', { name: '新增改进' }).click()
  const form = page.getByRole('dialog', { name: '新增改进' })
  await form.getByLabel('改什么').fill(title)
  await form.getByLabel('看哪个指标').selectOption({ label: '平均首次响应时间' })
  await form.getByLabel('预期变化').fill('-30')
  await form.getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row', { name: new RegExp(title) })
  await expect(row).toContainText('↓ 0:30')
  await expect(row).toContainText('还没开始')
  await page.getByRole('link', { name: '每周回顾' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '每周回顾' })).toBeVisible()
  await expect(page.getByRole('row', { name: new RegExp(title) })).toBeVisible()
  await page.getByRole('link', { name: '上一周' }).click()
  await expect(page).toHaveURL(/week=/)
})

test('says what becomes a task by itself', async ({ page }) => {
  await signIn(page, EMAIL)
  await page.goto('/settings/follow-up')
  const hours = page.getByLabel('多久内回访')
  await hours.fill('12')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存')).toBeVisible()
  await page.reload()
  await expect(hours).toHaveValue('12')
})
