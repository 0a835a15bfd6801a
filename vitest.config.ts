import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Folders whose tests need a Postgres. Every other test under tests/ is a unit test: none can be forgotten. */
const withDatabase = [
  'db',
  'query',
  'services',
  'http',
  'live',
  'import',
  'jobs',
  'commands',
  'bench',
  'alarms',
  'incidents',
  'settings',
  'acceptance',
  'notify/delivery',
].map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`)

const elsewhere = ['tests/e2e/**', 'tests/drill/**', '**/node_modules/**']

export default defineConfig({
  resolve: { alias: { '@': root.replace(/[/\\]$/, '') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...withDatabase, ...elsewhere],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: withDatabase,
          exclude: elsewhere,
          globalSetup: ['tests/database-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
