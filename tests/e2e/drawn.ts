import type { Page } from '@playwright/test'

/** Waits until nothing loads any more: no skeleton stands, every chart is drawn, texts have their type. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-skeleton]') === null)
  // A subset of a typeface is asked for when a text first needs it, and charts draw again when it has come.
  await page.waitForFunction(async () => {
    for (let still = 0; still < 12; still++) {
      await new Promise(requestAnimationFrame)
      if (document.fonts.status !== 'loaded') still = 0
      await document.fonts.ready
    }
    return document.querySelector('[data-skeleton]') === null
  })
}
