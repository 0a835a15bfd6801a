/** The wall on a television: every scene, upright screens, densities, alarms, cut lines, ended pairings, old browsers. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { account, signIn } from './sign-in'
import { deliver, frameOf, type Scenario } from './wall-frames'

const EMAIL = 'wall@example.com'
const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night'] as const
const FULL: Scenario = { alarm: 'none', empty: false }

declare global {
  interface Window {
    __streams: { cut(): void; mend(): void; opened: number; frames: Record<string, unknown>; send(): void }
  }
}

/** From the next page on every stream tells this scenario. */
async function tell(page: Page, scenario: Scenario): Promise<void> {
  const now = Date.now()
  await deliver(page, Object.fromEntries(SCENES.map((scene) => [scene, frameOf(scene, now, scenario)])))
}

/** Texts that are wider than their place, and boxes that leave the screen. */
async function cutTexts(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = []
    const { scrollWidth, scrollHeight } = document.documentElement
    // The same picture on 4K is twice as many pixels beyond the same line.
    const scale = Math.max(1, Math.min(innerWidth, innerHeight) / 1080)
    if (scrollWidth > innerWidth + 1 || scrollHeight > innerHeight + 1) found.push('the page scrolls')
    for (const element of document.querySelectorAll<HTMLElement>(
      '.wall-value, .wall-second, .wall-countdown, .wall-label, .wall-clock',
    )) {
      const box = element.getBoundingClientRect()
      if (box.width === 0) continue
      const zone = element.closest('.wall-tile, .wall-zone, .wall-header')?.getBoundingClientRect()
      if (zone && (box.right > zone.right + 2 * scale || box.bottom > zone.bottom + 3 * scale)) {
        found.push(`${element.className}: ${element.textContent}`)
      }
    }
    return found
  })
}

test.beforeAll(() => {
  account(EMAIL, 'manager')
})

test('draws every scene on the same strip, in every size, full and empty', async ({ page }) => {
  test.setTimeout(240_000)
  await signIn(page, EMAIL)
  const wrong: string[] = []
  for (const [empty, density] of [
    [false, 'middle'],
    [false, 'far'],
    [false, 'near'],
    [true, 'middle'],
  ] as const) {
    await tell(page, { alarm: 'none', empty })
    for (const scene of SCENES) {
      await page.setViewportSize({ width: 1920, height: 1080 })
      await page.goto(`/wall/${scene}?density=${density}`)
      await expect(page.locator('[data-wall]')).toHaveAttribute('data-scene', scene)
      await expect(page.locator('[data-wall]')).toHaveAttribute('data-density', density)
      await expect(page.locator('.wall-strip > *')).toHaveCount(6)
      await expect(page.locator('[data-tile="frt"] .wall-value')).toHaveText(empty ? '—' : '0:59')
      for (const [width, height] of [
        [1920, 1080],
        [1366, 768],
        [3840, 2160],
        [1080, 1920],
      ] as const) {
        await page.setViewportSize({ width, height })
        // Sizes follow the window a moment later.
        let cut: readonly string[] = []
        await expect
          .poll(
            async () => {
              cut = await cutTexts(page)
              return cut.length
            },
            { timeout: 2_000 },
          )
          .toBe(0)
          .catch(() => wrong.push(...cut.map((text) => `${scene} ${density} ${width}: ${text}`)))
      }
    }
  }
  expect(wrong).toEqual([])
})

test('stands on the grid: header, A, B and D, C and F, E', async ({ page }) => {
  await signIn(page, EMAIL)
  await tell(page, FULL)
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto('/wall/overview')
  await expect(page.locator('[data-tile="frt"] .wall-value')).toHaveText('0:59')
  const box = async (selector: string) => {
    const it = await page.locator(selector).boundingBox()
    return it === null ? null : [it.x, it.y, it.x + it.width, it.y + it.height].map(Math.round)
  }
  const near = (found: number[] | null, wanted: number[]) => {
    for (const [i, value] of wanted.entries())
      expect(Math.abs((found?.[i] ?? -99) - value)).toBeLessThanOrEqual(2)
  }
  near(await box('.wall-header'), [32, 20, 1888, 84])
  near(await box('.wall-strip'), [32, 100, 1888, 346])
  near(await box('[data-tile="channels"]'), [32, 366, 791, 692])
  near(await box('[data-tile="trend"]'), [815, 366, 1418, 692])
  near(await box('[data-tile="teams"]'), [32, 712, 791, 1052])
  near(await box('[data-tile="focus"]'), [815, 712, 1418, 1052])
  near(await box('[data-tile="stream"]'), [1442, 366, 1888, 1052])
  // The same picture on 4K.
  await page.setViewportSize({ width: 3840, height: 2160 })
  near(await box('[data-tile="teams"]'), [64, 1424, 1583, 2104])
})

test('stacks A, E, B, C upright', async ({ page }) => {
  await signIn(page, EMAIL)
  await tell(page, FULL)
  await page.setViewportSize({ width: 1080, height: 1920 })
  await page.goto('/wall/overview')
  await expect(page.locator('[data-tile="frt"] .wall-value')).toHaveText('0:59')
  const tops = await Promise.all(
    ['.wall-strip', '[data-tile="stream"]', '[data-tile="channels"]', '[data-tile="teams"]'].map(
      async (selector) => (await page.locator(selector).boundingBox())?.y ?? -1,
    ),
  )
  expect(tops).toEqual([...tops].sort((a, b) => a - b))
  await expect(page.locator('[data-tile="trend"]')).toBeHidden()

  await page.goto('/wall/satisfaction')
  await expect(page.locator('[data-tile="complaints"]')).toBeVisible()
  await expect(page.locator('[data-tile="spread"]')).toBeHidden()
})

test('lets an alarm take zone F, and the worst the whole screen', async ({ page }) => {
  await signIn(page, EMAIL)
  await tell(page, { alarm: 'zone', empty: false })
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto('/wall/overview')
  const alarm = page.locator('[data-tile="alarm"]')
  await expect(alarm).toBeVisible()
  await expect(alarm).toContainText('请青禾、南星、知夏转接抖音')
  await expect(page.locator('[data-tile="focus"]')).toHaveCount(0)
  await expect(page.locator('[data-wall]')).toHaveAttribute('data-scene', 'overview')
  expect(await page.locator('[data-blinks]').count()).toBe(1)
  const focus = page.locator('[data-tile="focus"]')
  await expect(focus).toBeVisible({ timeout: 35_000 })
  await expect(focus.locator('[data-step="told"]')).toContainText('陈晓')
  await expect(focus.locator('[data-step="recovered"]')).toContainText('1/2')

  await tell(page, { alarm: 'full', empty: false })
  await page.goto('/wall/channels')
  await expect(page.locator('[data-wall]')).toHaveAttribute('data-scene', 'alarm')
  await expect(page.locator('[data-tile="channels"]')).toHaveCount(0)
  await expect(page.locator('[data-tile="frt"]')).toContainText('0:59')
  // A queue alarm shows how the queue came to it.
  await expect(page.locator('[data-tile="alarm"]')).toContainText('抖音排队，近 1 小时')
  await expect(page.locator('[data-tile="alarm"] svg path[d]').first()).toBeAttached()
  const action = await page.locator('[data-tile="alarm"]').boundingBox()
  expect([Math.round(action?.y ?? 0), Math.round((action?.y ?? 0) + (action?.height ?? 0))]).toEqual([
    100, 936,
  ])
})

test('takes scenes in turn without an empty moment, on the same strip', async ({ page }) => {
  await signIn(page, EMAIL)
  await tell(page, FULL)
  await page.goto('/wall/overview?scenes=overview,teams&rotate=5')
  const root = page.locator('[data-wall]')
  await expect(root).toHaveAttribute('data-scene', 'overview')
  await expect(page.locator('[data-tile="frt"] .wall-value')).toHaveText('0:59')
  await page.evaluate(() => {
    const node = document.querySelector('[data-tile="frt"]')
    node?.setAttribute('data-kept', '')
    const seen = { blank: 0 }
    Object.assign(window, { __seen: seen })
    new MutationObserver(() => {
      if (!/\d/.test(document.querySelector('[data-tile="frt"] .wall-value')?.textContent ?? ''))
        seen.blank += 1
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  await expect(root).toHaveAttribute('data-scene', 'teams', { timeout: 12_000 })
  await expect(root).toHaveAttribute('data-scene', 'overview', { timeout: 12_000 })
  await expect(page.locator('[data-tile="frt"][data-kept]')).toHaveCount(1)
  expect(await page.evaluate(() => Reflect.get(window, '__seen'))).toEqual({ blank: 0 })
  // One stream a scene, the one before closed.
  expect(await page.evaluate(() => window.__streams.opened)).toBeLessThanOrEqual(4)
})

test('keeps the last good frame grey with its time when the line is cut, and comes back', async ({
  page,
}) => {
  await signIn(page, EMAIL)
  await tell(page, FULL)
  await page.goto('/wall/overview')
  const value = page.locator('[data-tile="frt"] .wall-value')
  await expect(value).toHaveText('0:59')
  await page.evaluate(() => window.__streams.cut())
  await expect(page.locator('[data-live-banner="lost"]')).toContainText(/数据截至 \d\d:\d\d:\d\d/)
  await expect(value).toHaveText('0:59')
  await expect(page.locator('[data-tile="frt"]')).toHaveAttribute('data-state', 'none')
  await expect(page.locator('[data-tile="frt"]')).toContainText('过期')
  await page.evaluate(() => window.__streams.mend())
  await expect(page.locator('[data-live-banner]')).toHaveCount(0, { timeout: 20_000 })
  await expect(page.locator('[data-tile="frt"]')).toHaveAttribute('data-state', 'watch')
})

test('tells about a figure by keyboard and pointer, and closes by Escape', async ({ page }) => {
  await signIn(page, EMAIL)
  await tell(page, FULL)
  await page.goto('/wall/overview')
  const figure = page.locator('[data-tile="frt"] .wall-value')
  await expect(figure).toHaveText('0:59')
  await figure.focus()
  const card = page.locator('[data-explaining="frt_avg"]')
  await expect(card).toContainText('n 659')
  await expect(card).toContainText('≤ 1:00')
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await page.locator('[data-tile="csat"] .wall-value').hover()
  await expect(page.locator('[data-explaining="csat"]')).toContainText('今天')
  await page.locator('[data-tile="alarms"] .wall-value').focus()
  await expect(page.locator('[data-explaining="alarms"]')).toContainText('超出限值')
  // The row's own limit, not the company's: the telephone's is shorter.
  await page.locator('[data-tile="channels"] [data-channel="phone"] [data-explain="frt_avg"]').focus()
  await expect(page.locator('[data-explaining="frt_avg"]')).toContainText('≤ 0:20')
  await expect(page.locator('[data-explaining="frt_avg"]')).toContainText('近 15 分钟')
})

test('ends within ten seconds when its pairing is ended, without a sign-in page', async ({ browser }) => {
  const url = command('screen', '--board', 'overview')
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const page = await context.newPage()
  await page.goto(url)
  // Where the newest alarm takes the screen at once, the figures are one line at its foot.
  await expect(page.locator('[data-tile="queue_now"]')).toContainText(/\d/)
  command('screen', '--revoke', url)
  await expect(page.locator('[data-wall-ended="revoked"]')).toBeVisible({ timeout: 12_000 })
  expect(new URL(page.url()).pathname).toBe('/wall/overview')
  await context.close()
})

test('shows a plain page where the browser is too old', async ({ browser, baseURL }) => {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS)
    CSS.supports = ((query: string) =>
      query.includes('color-mix') ? false : supports(query)) as typeof CSS.supports
  })
  for (const path of ['/wall', '/wall/overview']) {
    await page.goto(path)
    await expect(page.locator('[data-old-browser-page]')).toBeVisible()
    await expect(page.locator('[data-old-browser-page]')).toContainText('111')
    await expect(page.locator('[data-old-browser-page]')).toContainText('color-mix')
    await expect(page.locator('.wall')).toHaveCount(path === '/wall' ? 0 : 1)
    await expect(page.locator('#wall-app')).toBeHidden()
  }
  await context.close()
})

test('is accessible in every scene and with an alarm', async ({ page }) => {
  test.setTimeout(120_000)
  await signIn(page, EMAIL)
  await page.setViewportSize({ width: 1920, height: 1080 })
  const found: string[] = []
  const look = async (name: string) => {
    await expect(page.locator('[data-tile="frt"]')).toContainText('0:59')
    const { violations } = await new AxeBuilder({ page })
      .options({ resultTypes: ['violations'] })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical') {
        found.push(`${name}: ${id} ${nodes[0]?.target.join(' ')}`)
      }
    }
  }
  await tell(page, FULL)
  for (const scene of SCENES) {
    await page.goto(`/wall/${scene}`)
    await look(scene)
  }
  for (const alarm of ['zone', 'full'] as const) {
    await tell(page, { alarm, empty: false })
    await page.goto('/wall/overview')
    await expect(page.locator('[data-tile="alarm"]')).toBeVisible()
    await look(alarm)
  }
  expect(found).toEqual([])
})
