/** What a first visit loads of scripts, gzipped, from the manifests of the pages as they are built here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const BUILT = '.next'
/** kB, as the issue sets them. */
const PLAIN = 180
const WITH_CHARTS = 350
/** Pages that draw no chart when they open. */
const NO_CHARTS = [
  '/(app)/channels/page',
  '/(app)/customers/[source]/[customer]/page',
  '/(app)/tickets/(rows)/page',
  '/(app)/tickets/[source]/[subject]/page',
  '/(app)/customers/(list)/page',
  '/(app)/radar/page',
  '/(app)/catalogue/page',
  '/(app)/screens/page',
  '/(app)/exports/page',
  '/(app)/satisfaction/answers/page',
  '/(app)/settings/(index)/page',
  '/(app)/settings/people/page',
  '/(app)/setup/page',
  '/sign-in/page',
  '/wall/page',
]

interface Manifest {
  readonly entryJSFiles: Readonly<Record<string, readonly string[]>>
}

function routes(): Map<string, number> {
  const main = JSON.parse(readFileSync(`${BUILT}/build-manifest.json`, 'utf8')) as { rootMainFiles: string[] }
  const sizes = new Map<string, number>()
  const size = (file: string): number => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(`${BUILT}/${file}`)).length / 1000
    sizes.set(file, known)
    return known
  }
  const found = new Map<string, number>()
  for (const path of readdirSync(`${BUILT}/server/app`, { recursive: true }) as string[]) {
    if (!path.endsWith('page_client-reference-manifest.js')) continue
    const sandbox: { globalThis: { __RSC_MANIFEST?: Record<string, Manifest> } } = { globalThis: {} }
    runInContext(readFileSync(`${BUILT}/server/app/${path}`, 'utf8'), createContext(sandbox))
    for (const [route, { entryJSFiles }] of Object.entries(sandbox.globalThis.__RSC_MANIFEST ?? {})) {
      const files = new Set([...main.rootMainFiles, ...Object.values(entryJSFiles).flat()])
      found.set(
        route,
        [...files].reduce((sum, file) => sum + size(file), 0),
      )
    }
  }
  return found
}

describe.skipIf(!existsSync(`${BUILT}/build-manifest.json`))('the scripts of a first visit', () => {
  it('stay under their bars on every page', () => {
    const found = routes()
    expect(found.size).toBeGreaterThan(25)
    for (const route of NO_CHARTS) expect([...found.keys()]).toContain(route)
    const over = [...found].filter(([route, kb]) => kb > (NO_CHARTS.includes(route) ? PLAIN : WITH_CHARTS))
    expect(over).toEqual([])
  })
})
