/** How often a password may be wrong: counted in the database, so that every web process counts together. */
import { createHash } from 'node:crypto'
import type { RateLimiterPostgres } from 'rate-limiter-flexible'
import { attempts, countAttempt } from './attempts'

const WINDOW_SECONDS = 300
const PER_ACCOUNT = 10
const PER_ADDRESS = 30

/** An attempt that has been counted as wrong beforehand; give it back where the password was right. */
export interface LoginSlot {
  giveBack(): Promise<void>
}

/**
 * Counts an attempt before the password is checked, so that many at once cannot slip through. Throws 429 with
 * Retry-After after 10 wrong ones in 5 minutes for the account, or 30 for the socket address.
 */
export async function reserveLogin(email: string, address: string): Promise<LoginSlot> {
  const account = createHash('sha256').update(email).digest('base64url')
  const byAddress = attempts('login-address', PER_ADDRESS, WINDOW_SECONDS)
  const byAccount = attempts('login-account', PER_ACCOUNT, WINDOW_SECONDS)
  await take(byAddress, address)
  try {
    await take(byAccount, account)
  } catch (error) {
    await byAddress.reward(address, 1)
    throw error
  }
  return {
    giveBack: async () => {
      await byAccount.reward(account, 1)
      await byAddress.reward(address, 1)
    },
  }
}

async function take(from: RateLimiterPostgres, key: string): Promise<void> {
  await countAttempt(from, key, 'Too many wrong passwords; wait a few minutes.')
}
