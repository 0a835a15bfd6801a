/** What sending needs of the outside: the guarded way out, mail, chance. */
import type { DeliveryTools } from '@/lib/services/deliver-messages'
import { guardedFetch } from './guarded-fetch'
import { sendMail } from './mailer'

/** The real tools, for worker, cron and the test button; `owner` names who sends. */
export function deliveryTools(owner: string): DeliveryTools {
  return { owner, fetch: guardedFetch, mail: sendMail, random: Math.random }
}
