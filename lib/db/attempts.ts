/** How often something may be tried: counted in the database, so that every web process counts together. */
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimited } from '@/lib/core/errors'
import { databaseError, pool } from './pool'

/** Tries by key, `points` in `seconds`; keys of another `name` count apart. */
export function attempts(name: string, points: number, seconds: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool(),
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: seconds,
  })
}

/** Counts one try of the key. Throws 429 with Retry-After and this message where there were too many. */
export async function countAttempt(from: RateLimiterPostgres, key: string, message: string): Promise<void> {
  try {
    await from.consume(key, 1)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw rateLimited(message, refusal.msBeforeNext / 1000)
    throw databaseError(refusal)
  }
}
