import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { readIdentity } from '@/lib/db/customer-view'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole, teamScope } from './context'
import { parseInput } from './parse-input'

/** `{source, customer, reason}`: why somebody needs the name. */
export const revealCustomerInput = z.strictObject({
  source: z.string().min(1).max(200),
  customer: z.string().min(1).max(400),
  reason: z
    .string()
    .trim()
    .min(4, 'Say in a few words why.')
    .max(300)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'One line of plain text.'),
})

/**
 * Name, telephone number and address of one customer, unmasked, for one view. Who asked and why goes to the audit
 * trail before anything is answered; what was shown does not. Needs role supervisor, manager or admin; throws 404
 * where the customer is not there or of no team of the asker's.
 */
export async function revealCustomer(
  ctx: Context,
  input: unknown,
): Promise<{ readonly name: string | null; readonly phone: string | null; readonly email: string | null }> {
  requireRole(ctx, 'admin', 'manager', 'supervisor')
  const { source, customer, reason } = parseInput(revealCustomerInput, input)
  if (source.includes('\0') || customer.includes('\0')) throw notFound()
  return transaction(async (client) => {
    const identity = await readIdentity(source, customer, teamScope(ctx.principal), client)
    if (identity === null) throw notFound()
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'customer.revealed',
      object: `customer:${source}/${customer}`,
      before: null,
      after: { reason },
    })
    return identity
  })
}
