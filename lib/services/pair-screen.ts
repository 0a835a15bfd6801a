import { z } from 'zod'
import { invalid } from '@/lib/core/errors'
import { hashPairingCode, readPairingCode } from '@/lib/core/pairing-code'
import { makeToken } from '@/lib/core/token'
import { reserveCode } from '@/lib/db/pairing-limit'
import { transaction } from '@/lib/db/pool'
import { bindPairing } from '@/lib/db/screens'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { addScreen, createScreenInput } from './create-screen'
import { parseInput } from './parse-input'

/** How long a paired television has to fetch its token, in milliseconds. */
const FETCH_MS = 10 * 60_000

/** As to create a screen, and the code the television shows. */
export const pairScreenInput = createScreenInput.extend({ code: z.string().min(1).max(40) })

/**
 * Pairs the television that shows the code. Throws 400 at `code` where none does (any more), 429 after 10 wrong
 * codes in 5 minutes. Needs role admin or manager, and reach over the scope's team.
 */
export async function pairScreen(ctx: Context, input: unknown): Promise<{ id: string; board: string }> {
  requireRole(ctx, 'admin', 'manager')
  const { code: typed, ...screen } = parseInput(pairScreenInput, input)
  const slot = await reserveCode(actorOf(ctx.principal))
  const code = readPairingCode(typed)
  // The television gets a secret of its own when it fetches; this one nobody ever sees.
  const { id, hash } = makeToken('hs')
  await transaction(async (client) => {
    const codeHash = code === null ? '' : hashPairingCode(code)
    const bound = await bindPairing(client, {
      codeHash,
      screenId: id,
      at: ctx.now,
      expiresAt: ctx.now + FETCH_MS,
    })
    if (!bound) {
      const message = 'no television shows this code; it may have expired or been used'
      throw invalid(`code: ${message}`, [{ path: 'code', message }])
    }
    await addScreen(client, ctx, screen, { id, hash })
  })
  await slot.giveBack()
  return { id, board: screen.board }
}
