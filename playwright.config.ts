import { defineConfig } from '@playwright/test'

/**
 * End-to-end tests. `npm test` finds a browser and names it in HELMLINE_CHROMIUM; the tests start the product
 * themselves, on a home and a port of their own (tests/e2e/product.ts).
 */
const executablePath = process.env.HELMLINE_CHROMIUM
const browserArgs = process.env.HELMLINE_CHROMIUM_ARGS

/**
 * Journeys that look only, or have a product of their own, go beside the others. The rest send events, change settings
 * or count what is waiting: one after the other.
 */
const BESIDE = ['accessible', 'wall', 'people', 'explore', 'setup'].map((name) => `**/${name}.spec.ts`)

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/product.ts',
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'alone', testMatch: '**/*.spec.ts', testIgnore: BESIDE, workers: 1 },
    { name: 'beside', testMatch: BESIDE, workers: 1 },
  ],
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.HELMLINE_E2E_REPORT ?? 'test-results/playwright.json' }],
  ],
  outputDir: 'test-results/playwright',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  use: {
    baseURL: process.env.HELMLINE_E2E_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'off',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: browserArgs === undefined ? ['--no-sandbox'] : browserArgs.split(' '),
    },
  },
})
