/** Every number on every page leads to its rows, and the rows add up to it. */
import { expect, type Page, test } from '@playwright/test'
import { rowsAddUp } from './rows'
import { account, signIn } from './sign-in'

const EMAIL = 'rows@example.com'

/**
 * Lists, and the page of one of each: the first link that begins with `one`. Pages without `numbers` list rows and
 * settings; what numbers they have is followed all the same.
 */
const PAGES: readonly {
  readonly path: string
  readonly one?: string
  /** the parameter that names what stands side by side: the first two there are */
  readonly pick?: string
  readonly numbers?: boolean
  /** where the points of charts are followed too: on the page itself, or on that of one */
  readonly charts?: 'list' | 'one'
}[] = [
  { path: '/', charts: 'list' },
  { path: '/radar', numbers: false },
  { path: '/channels', one: '/channels/', charts: 'one' },
  { path: '/teams', one: '/teams/', charts: 'one' },
  { path: '/agents', one: '/agents/' },
  { path: '/customers', one: '/customers/', numbers: false },
  { path: '/tickets', one: '/tickets/', numbers: false },
  { path: '/products', one: '/products/' },
  { path: '/issue-types', one: '/issue-types/' },
  { path: '/regions', one: '/regions/' },
  { path: '/teams/compare', pick: 'teams' },
  { path: '/agents/compare', pick: 'agents' },
  { path: '/channels/compare', pick: 'channels' },
  { path: '/satisfaction', charts: 'list' },
  { path: '/satisfaction/answers', numbers: false },
  { path: '/complaints', charts: 'list' },
  { path: '/time?show=frt_within_target' },
  { path: '/explore?metrics=tickets_opened,frt_avg&by=channel' },
  { path: '/explore?metrics=frt_within_target&by=team,channel' },
  { path: '/explore?metrics=tickets_opened,frt_p50,queue_now' },
  { path: '/explore?metrics=tickets_opened,frt_avg&grain=day', charts: 'list' },
  { path: '/catalogue', numbers: false },
  { path: '/exports', numbers: false },
  { path: '/screens', numbers: false },
]

/** What the pages are asked for, in turn: each page as it opens and in one more way. */
const VIEWS = [
  'preset=yesterday',
  'preset=last_7_days&compare=average',
  'preset=last_7_days&channel=jd%2Cdouyin&calendar=business',
  'preset=last_7_days&issueType%21=%E7%89%A9%E6%B5%81',
] as const

const asked = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

/** The first link on a page that begins so, without what is written after the path. */
async function firstLink(page: Page, path: string, start: string): Promise<string | null> {
  await page.goto(`${path}?preset=last_7_days`)
  const hrefs = await page
    .locator(`a[href^="${start}"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const found = hrefs.find((href) => !href.slice(start.length).startsWith('compare'))
  return found === undefined ? null : (found.split('?')[0] ?? null)
}

/** A page of two side by side: the first two its picker offers. */
async function picked(page: Page, path: string, parameter: string): Promise<string> {
  await page.goto(`${path}?preset=last_7_days`)
  const links = page.locator(`main a[href*="${parameter}="]`)
  await links.first().waitFor()
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const values = hrefs.slice(0, 2).map((href) => new URLSearchParams(href.slice(1)).get(parameter) ?? '')
  expect(values).toHaveLength(2)
  return `${path}?${new URLSearchParams({ [parameter]: values.join(',') })}`
}

test.beforeAll(() => {
  account(EMAIL, 'admin')
})

/** Numbers that were followed, on whatever page. */
const known = new Set<string>()

for (const [turn, { path: list, one, pick, numbers = true, charts }] of PAGES.entries()) {
  test(`${list}: the rows of every number add up to it`, async ({ page }) => {
    test.setTimeout(180_000)
    await signIn(page, EMAIL)
    const path = pick === undefined ? list : await picked(page, list, pick)
    const single = one === undefined ? null : await firstLink(page, path, one)
    if (one !== undefined) expect(single, `${path} leads to ${one}…`).not.toBeNull()
    for (const [step, address] of (single === null ? [path] : [path, single]).entries()) {
      let numbersThere = 0
      for (const view of ['', VIEWS[(turn + step) % VIEWS.length] ?? '']) {
        const walk = await rowsAddUp(
          page,
          asked(address, view),
          known,
          charts === (step === 0 ? 'list' : 'one'),
        )
        expect(walk.wrong, asked(address, view)).toEqual([])
        numbersThere += walk.numbers
      }
      if (numbers) expect(numbersThere, `${address} has numbers with rows`).toBeGreaterThan(0)
    }
  })
}
