/** What sending needs of the outside: the guarded way out, mail, chance. */
import type { DeliveryTools } from '@/lib/services/deliver-messages'
import { checkedHost, RefusedAddress } from './address-guard'
import { guardedFetch } from './guarded-fetch'
import { sendMail } from './mailer'

/** The real tools, for worker, cron and the test button; `owner` names who sends. */
export function deliveryTools(owner: string): DeliveryTools {
  return { owner, fetch: guardedFetch, mail: sendMail, random: Math.random }
}

const NAME_CAP = 3_000

/** Why a host may not be reached: the range it is in, or that nobody knows it; null where it may. */
export async function hostRefusal(host: string, allow: readonly string[]): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('its name is not answered in time'), NAME_CAP)
  })
  const asked = checkedHost(host, allow).then(
    () => null,
    (error: unknown) => (error instanceof RefusedAddress ? error.range : 'unknown host'),
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
