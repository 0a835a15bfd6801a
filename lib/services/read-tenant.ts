import { readTenant as load, type Tenant } from '@/lib/db/settings'

const TTL = 2_000
let known: { readonly until: number; readonly tenant: Tenant } | null = null

/** Company name, zone, and whether the data are the demo's; at most 2 s old. Throws `unavailable` without a database. */
export async function readTenant(now: number): Promise<Tenant> {
  if (known !== null && known.until > now && known.until <= now + TTL) return known.tenant
  const tenant = await load()
  known = { until: now + TTL, tenant }
  return tenant
}
