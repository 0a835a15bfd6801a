import type { Tenant } from '@/lib/db/settings'
import { currentSettings } from './current-settings'

/** Company name, zone, and whether the data are the demo's; at most 2 s old. Throws `unavailable` without a database. */
export async function readTenant(now: number): Promise<Tenant> {
  return (await currentSettings(now)).tenant
}
