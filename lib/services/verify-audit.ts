import { z } from 'zod'
import { checkSeals, type SealCheck } from '@/lib/db/audit'
import { withClient } from '@/lib/db/pool'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Entries looked at in one call, well within the time a request may take. */
const AT_ONCE = 20_000

/** `{after?}`: the entry a walk has come to, 0 = from the first. */
export const verifyAuditInput = z.strictObject({ after: z.number().int().min(0).default(0) })

/**
 * Walks along the audit log and computes every seal anew, some thousands of entries a call. Answers the first entry
 * whose seal is broken, or where to go on. Needs role admin or auditor.
 */
export async function verifyAudit(ctx: Context, input: unknown): Promise<SealCheck> {
  requireRole(ctx, 'admin', 'auditor')
  const { after } = parseInput(verifyAuditInput, input)
  return await withClient((client) => checkSeals(client, after, AT_ONCE))
}
