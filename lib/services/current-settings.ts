import { readSettings, type Settings } from '@/lib/db/settings'

const TTL = 2_000
const KEY = Symbol.for('helmline.current-settings')

interface Known {
  readonly until: number
  readonly settings: Settings
}

/** One for the process: Next bundles pages and routes apart, and what a route saved the next page is to show. */
const holder = globalThis as { [KEY]?: Known | null }

/** All settings, at most 2 s old; the same object until they change. Throws `unavailable` without a database. */
export async function currentSettings(now: number): Promise<Settings> {
  const known = holder[KEY]
  if (known && known.until > now && known.until <= now + TTL) return known.settings
  const settings = await readSettings()
  holder[KEY] = { until: now + TTL, settings }
  return settings
}

/** The next who asks reads them anew. */
export function forgetSettings(): void {
  holder[KEY] = null
}
