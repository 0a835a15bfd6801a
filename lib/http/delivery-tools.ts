/** What sending needs of the outside: the guarded way out, mail, chance. */
import type { DeliveryTools } from '@/lib/services/deliver-messages'
import type { HostCheck } from '@/lib/services/save-target'
import { checkedHost, RefusedAddress } from './address-guard'
import { guardedFetch } from './guarded-fetch'
import { sendMail } from './mailer'

/** The real tools, for worker, cron and the test button; `owner` names who sends. */
export function deliveryTools(owner: string): DeliveryTools {
  return { owner, fetch: guardedFetch, mail: sendMail, random: Math.random }
}

const NAME_CAP = 2_000

/** Whether a host may be reached: its name is asked for, and every address it has is checked. */
export const hostRefusal: HostCheck = async (host, allow) => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<{ state: 'unknown' }>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'unknown' }), NAME_CAP)
  })
  const asked = checkedHost(host, allow).then(
    () => ({ state: 'ok' }) as const,
    (error: unknown) =>
      error instanceof RefusedAddress
        ? ({ state: 'refused', range: error.range } as const)
        : ({ state: 'unknown' } as const),
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
