import { randomBytes } from 'node:crypto'
import { unavailable } from '@/lib/core/errors'
import { hashPairingCode, makePairingCode } from '@/lib/core/pairing-code'
import { hashSecret } from '@/lib/core/token'
import { countPairing } from '@/lib/db/pairing-limit'
import { transaction } from '@/lib/db/pool'
import { openPairing } from '@/lib/db/screens'

/** How long a code can be typed, in milliseconds. */
const CODE_MS = 10 * 60_000
const OPEN_MOST = 200
const TRIES = 5

export interface Pairing {
  /** `7KM-4QX`, shown on the television */
  readonly code: string
  /** proves that it is the same television; shown to nobody */
  readonly claim: string
  /** RFC 3339 */
  readonly expiresAt: string
}

/**
 * A code for a television that asks to be paired; anybody may ask. Only hashes of code and claim are stored. Throws
 * 429 after 30 codes in 5 minutes for the address, 503 while 200 televisions wait already.
 */
export async function beginPairing(address: string, now: number): Promise<Pairing> {
  await countPairing(address)
  const expiresAt = now + CODE_MS
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const code = makePairingCode()
    const claim = randomBytes(32).toString('base64url')
    const hashes = { claimHash: hashSecret(claim), codeHash: hashPairingCode(code) }
    const opened = await transaction((client) =>
      openPairing(client, { ...hashes, at: now, expiresAt }, OPEN_MOST),
    )
    if (opened === 'opened') return { code, claim, expiresAt: new Date(expiresAt).toISOString() }
    if (opened === 'full') break
  }
  throw unavailable('Too many televisions wait to be paired; try again in a few minutes.', 60)
}
