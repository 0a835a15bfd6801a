/** How often televisions may ask for a code, and how often a typed code may be wrong. */
import { attempts, countAttempt } from './attempts'

const WINDOW_SECONDS = 300
const CODES_PER_ADDRESS = 30
const WRONG_PER_ASKER = 10

/** Counts one new code of an address. Throws 429 after 30 in 5 minutes. */
export async function countPairing(address: string): Promise<void> {
  await countAttempt(
    attempts('pairing-address', CODES_PER_ADDRESS, WINDOW_SECONDS),
    address,
    'Too many codes from here; wait a few minutes.',
  )
}

/**
 * Counts a typed code before it is looked up, so that many at once cannot slip through; `giveBack` where it was
 * right. Throws 429 after 10 wrong ones in 5 minutes.
 */
export async function reserveCode(asker: string): Promise<{ giveBack(): Promise<void> }> {
  const limiter = attempts('pairing-code', WRONG_PER_ASKER, WINDOW_SECONDS)
  await countAttempt(limiter, asker, 'Too many wrong codes; wait a few minutes.')
  return {
    giveBack: async () => {
      await limiter.reward(asker, 1)
    },
  }
}
