import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { hashSecret, makeSecret } from '@/lib/core/token'
import { transaction } from '@/lib/db/pool'
import { takePairing } from '@/lib/db/screens'
import { parseInput } from './parse-input'

/** `{claim}`: what the television got with its code. */
export const claimPairingInput = z.strictObject({
  claim: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'no claim'),
})

/**
 * Whether the television has been paired. Null: nobody has typed its code yet. `{path}`: `/wall/<board>#<token>`,
 * once; the screen's secret is made at this moment, so it has never been stored. Throws 404 where the claim is
 * unknown, expired or used.
 */
export async function claimPairing(input: unknown, now: number): Promise<{ readonly path: string } | null> {
  const { claim } = parseInput(claimPairingInput, input)
  const { secret, hash } = makeSecret()
  const claimed = await transaction((client) =>
    takePairing(client, { claimHash: hashSecret(claim), secretHash: hash, at: now }),
  )
  if (claimed.state === 'gone') throw notFound()
  if (claimed.state === 'pending') return null
  return { path: `/wall/${claimed.board}#hs_${claimed.screenId}_${secret}` }
}
