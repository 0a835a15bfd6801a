import { z } from 'zod'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { makeToken } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { insertScreen } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** `{board, scope?, label?}`; scope as `team=T` or `{team}`. */
export const createScreenInput = z.strictObject({
  board: z.enum(KNOWN_BOARDS, `boards there are: ${KNOWN_BOARDS.join(', ')}`),
  scope: z
    .union([
      z
        .string()
        .regex(/^(team=[^\p{Cc}\p{Cs}]{1,200})?$/u, 'write the scope as team=NAME')
        .transform((text) => ({ team: text === '' ? null : text.slice('team='.length) })),
      z.strictObject({ team: z.string().min(1).max(200).nullable() }),
    ])
    .nullish(),
  label: z.string().trim().max(200).nullish(),
})

/**
 * Pairs a wall screen. Answers `{id, path}`: `/wall/<board>#<token>`, whose secret stands in the fragment, so that
 * no server ever logs it. It is shown this once. Needs role admin or manager.
 */
export async function createScreen(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; board: string; path: string }> {
  requireRole(ctx, 'admin', 'manager')
  const { board, scope, label } = parseInput(createScreenInput, input)
  const { token, id, hash } = makeToken('hs')
  const narrowed = { team: scope?.team ?? null }
  await transaction(async (client) => {
    await insertScreen(client, {
      id,
      board,
      scope: narrowed,
      secretHash: hash,
      label: label ?? '',
      at: ctx.now,
    })
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'screen.paired',
      object: `screen:${id}`,
      before: null,
      after: { board, scope: narrowed },
    })
  })
  return { id, board, path: `/wall/${board}#${token}` }
}
