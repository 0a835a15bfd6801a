/** How often a password may be wrong: counted in the database, so that every web process counts together. */
import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimited } from '@/lib/core/errors'
import { databaseError, pool } from './pool'

const WINDOW_SECONDS = 300
const PER_ACCOUNT = 10
const PER_ADDRESS = 30

function limiter(name: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool(),
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: WINDOW_SECONDS,
  })
}

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
  const byAddress = limiter('login-address', PER_ADDRESS)
  const byAccount = limiter('login-account', PER_ACCOUNT)
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
  try {
    await from.consume(key, 1)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      throw rateLimited('Too many wrong passwords; wait a few minutes.', refusal.msBeforeNext / 1000)
    }
    throw databaseError(refusal)
  }
}
