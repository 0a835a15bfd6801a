import { z } from 'zod'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { type Rebuilt, rebuild as rebuildFacts } from '@/lib/db/rebuild'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** `{check}`: true compares only, false (default) also puts right what differs. */
const rebuildInput = z.strictObject({ check: z.boolean().default(false) })

/**
 * Folds everything again from the events and compares it with what is stored. `progress` is told the number of
 * tickets folded so far. Needs role admin. Throws 503 while the database is away.
 */
export async function rebuild(
  ctx: Context,
  input: unknown,
  progress: (tickets: number) => void = () => undefined,
): Promise<Rebuilt> {
  requireRole(ctx, 'admin')
  const { check } = parseInput(rebuildInput, input)
  const result = await rebuildFacts({ check, progress })
  if (!check) {
    await transaction((client) =>
      appendAudit(client, {
        at: ctx.now,
        actor: actorOf(ctx.principal),
        action: 'facts.rebuilt',
        object: 'facts',
        before: null,
        after: { tickets: result.tickets, differences: result.differences },
      }),
    )
  }
  return result
}
