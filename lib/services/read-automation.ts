import { type Automation, readAutomation as load } from '@/lib/db/settings'

const TTL = 2_000
let known: { readonly until: number; readonly automation: Automation } | null = null

/** Whether automation runs, who stopped it and why; at most 2 s old. Throws `unavailable` without a database. */
export async function readAutomation(now: number): Promise<Automation> {
  if (known !== null && known.until > now && known.until <= now + TTL) return known.automation
  const automation = await load()
  known = { until: now + TTL, automation }
  return automation
}

/** Forgets what was read, where this process has just thrown the switch. */
export function forgetAutomation(): void {
  known = null
}
