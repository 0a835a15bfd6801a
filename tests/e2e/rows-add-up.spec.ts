/** Every number on every page leads to its rows, and the rows add up to it. */
import { expect, type Page, test } from '@playwright/test'
import { command } from './command'
import { rowsAddUp } from './rows'

const PASSWORD = 'a long enough password'
const EMAIL = 'rows@example.com'

/** Lists, and the page of one of each: the first link that begins with `one`. */
const PAGES: readonly { readonly path: string; readonly one?: string; readonly numbers?: boolean }[] = [
  { path: '/' },
  { path: '/radar', numbers: false },
  { path: '/channels', one: '/channels/' },
  { path: '/teams', one: '/teams/' },
  { path: '/agents', one: '/agents/' },
  { path: '/customers', one: '/customers/', numbers: false },
  { path: '/tickets', numbers: false },
  { path: '/products', one: '/products/' },
  { path: '/issue-types', one: '/issue-types/' },
  { path: '/regions', one: '/regions/' },
  { path: '/satisfaction' },
  { path: '/complaints' },
  // Its cells are places on a map; tests/query/rows-add-up.test.ts opens each of them.
  { path: '/time', numbers: false },
  { path: '/explore', numbers: false },
  { path: '/catalogue', numbers: false },
  { path: '/screens', numbers: false },
]

const VIEWS = [
  '',
  'preset=yesterday',
  'preset=last_7_days&compare=average',
  'preset=last_7_days&channel=jd%2Cdouyin&calendar=business',
  'preset=last_7_days&issueType%21=%E7%89%A9%E6%B5%81',
] as const

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[name="email"]').fill(EMAIL)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** The first link on a page that begins so, without what is written after the path. */
async function firstLink(page: Page, path: string, start: string): Promise<string | null> {
  await page.goto(`${path}?preset=last_7_days`)
  const hrefs = await page
    .locator(`a[href^="${start}"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const found = hrefs.find((href) => !href.slice(start.length).startsWith('compare'))
  return found === undefined ? null : (found.split('?')[0] ?? null)
}

test.beforeAll(() => {
  command('user', '--email', EMAIL, '--role', 'admin', '--password', PASSWORD)
})

for (const { path, one, numbers = true } of PAGES) {
  test(`${path}: the rows of every number add up to it`, async ({ page }) => {
    test.setTimeout(600_000)
    await signIn(page)
    const single = one === undefined ? null : await firstLink(page, path, one)
    if (one !== undefined) expect(single, `${path} leads to ${one}…`).not.toBeNull()
    const known = new Set<string>()
    for (const address of single === null ? [path] : [path, single]) {
      let followed = 0
      for (const view of VIEWS) {
        const walk = await rowsAddUp(page, view === '' ? address : `${address}?${view}`, known)
        expect(walk.wrong, `${address}?${view}`).toEqual([])
        followed += walk.followed
      }
      if (numbers) expect(followed, `${address} has numbers with rows`).toBeGreaterThan(0)
    }
  })
}
