/**
 * `npm run shots`: pictures of every screen, in four sizes, two themes and two languages, into shots/ (not kept in the
 * repository). Starts the product as the tests do, or uses the one HELMLINE_E2E_URL names. Arguments narrow them:
 * words that must occur in a picture's name (`wall`, `1920 dark zh`).
 */
import { mkdirSync } from 'node:fs'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '@/lib/launch/browser.mjs'
import { command } from './command'
import setUp from './product'

const SIZES = [
  { name: '3840', width: 3840, height: 2160 },
  { name: '1920', width: 1920, height: 1080 },
  { name: '1366', width: 1366, height: 768 },
  { name: '390', width: 390, height: 844 },
] as const
const EMAIL = 'shots@example.com'
const PASSWORD = 'a long enough password'

interface Shot {
  readonly name: string
  readonly path: (found: Found) => string
  readonly signedIn?: false
}
interface Found {
  readonly ticket: string
  readonly agent: string
}

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: () => '/sign-in', signedIn: false },
  { name: 'overview', path: () => '/' },
  { name: 'overview-week', path: () => '/?preset=last_7_days&channel=douyin,taobao' },
  { name: 'channels', path: () => '/channels?preset=last_28_days' },
  { name: 'channel', path: () => '/channels/douyin?preset=last_7_days' },
  { name: 'agents', path: () => '/agents?preset=last_7_days' },
  { name: 'agent', path: ({ agent }) => `${agent}?preset=last_7_days` },
  { name: 'tickets', path: () => '/tickets?metric=csat&preset=last_7_days' },
  { name: 'ticket', path: ({ ticket }) => ticket },
  { name: 'catalogue', path: () => '/catalogue?metric=frt_within_target' },
  { name: 'wall-middle', path: () => '/wall/overview' },
  { name: 'wall-far', path: () => '/wall/overview?density=far' },
  { name: 'wall-near', path: () => '/wall/overview?density=near' },
]

async function signIn(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/sign-in`)
  await page.locator('input[name="email"]').fill(EMAIL)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

async function find(page: Page, base: string): Promise<Found> {
  await page.goto(`${base}/tickets?preset=last_7_days`)
  const ticket = await page.locator('td a[href^="/tickets/"]').nth(20).getAttribute('href')
  await page.goto(`${base}/agents?preset=last_7_days`)
  const agent = await page.locator('td a[href^="/agents/"]').nth(8).getAttribute('href')
  return { ticket: ticket ?? '/tickets', agent: agent ?? '/agents' }
}

async function main(words: readonly string[]): Promise<void> {
  const stop = await setUp()
  const base = process.env.HELMLINE_E2E_URL ?? ''
  const known = await findBrowser()
  if (known === null) throw new Error('No browser starts here: install Chromium, or set HELMLINE_CHROMIUM.')
  const browser = await chromium.launch({
    executablePath: known.path,
    args: [...known.args],
    env: { ...process.env, ...known.env },
  })
  try {
    command('user', '--email', EMAIL, '--role', 'manager', '--password', PASSWORD)
    const first = await browser.newContext({ locale: 'zh-CN' })
    const page = await first.newPage()
    await signIn(page, base)
    const found = await find(page, base)
    const cookies = await first.cookies()
    await first.close()
    mkdirSync('shots', { recursive: true })
    for (const size of SIZES) {
      for (const theme of ['light', 'dark'] as const) {
        for (const locale of ['zh', 'en'] as const) {
          const names = SHOTS.map((shot) => ({ shot, name: `${shot.name}-${size.name}-${theme}-${locale}` }))
          const wanted = names.filter(({ shot, name }) => {
            // A wall is dark in every theme.
            if (shot.name.startsWith('wall') && theme === 'light') return false
            return words.every((word) => name.includes(word))
          })
          if (wanted.length === 0) continue
          const phone = size.width < 500
          const context = await browser.newContext({
            viewport: { width: size.width, height: size.height },
            deviceScaleFactor: phone ? 2 : 1,
            isMobile: phone,
            hasTouch: phone,
          })
          const choices = [
            { name: 'helmline-theme', value: theme, url: base },
            { name: 'helmline-locale', value: locale, url: base },
          ]
          for (const { shot, name } of wanted) {
            await context.clearCookies()
            await context.addCookies([...(shot.signedIn === false ? [] : cookies), ...choices])
            const view = await context.newPage()
            await view.goto(`${base}${shot.path(found)}`)
            await view.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
            if (shot.name.startsWith('wall'))
              await view.locator('[data-tile="tickets_opened"] :text-matches("\\\\d")').first().waitFor()
            await view.evaluate(() => document.fonts.ready.then(() => undefined))
            await view.screenshot({
              path: `shots/${name}.png`,
              fullPage: !shot.name.startsWith('wall') && size.width < 3000,
            })
            process.stdout.write(`shots/${name}.png\n`)
            await view.close()
          }
          await context.close()
        }
      }
    }
  } finally {
    await browser.close()
    await stop?.()
  }
}

await main(process.argv.slice(2))
