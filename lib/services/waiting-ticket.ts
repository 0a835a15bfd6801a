/** What claiming, releasing and noting have in common: who may, which ticket, and in which name. */
import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { type Claimant, readShownName, readWait, type TicketKey } from '@/lib/db/claims'
import type { Connection } from '@/lib/db/pool'
import { ticketId } from '@/lib/facts/unit'
import { isStorable } from '@/lib/metrics/parse-query'
import { actorOf } from './actor'
import { type Context, requireRole, teamScope } from './context'

const part = z.string().min(1).max(400).refine(isStorable, { error: 'Text holds NUL or half a character.' })
export const ticketKeySchema = z.strictObject({ source: part, subject: part })

/** Throws 403 unless the asker works with customers: anybody signed in but an auditor, or a key with scope admin. */
export function requireHands(ctx: Context): void {
  requireRole(ctx, 'admin', 'manager', 'supervisor', 'lead', 'agent')
}

/** Whether `requireHands` lets the asker through. */
export function mayCare(ctx: Context): boolean {
  try {
    requireHands(ctx)
    return true
  } catch {
    return false
  }
}

/** Who acts, and since when the ticket waits (null = nobody waits). Throws 404 for a ticket of nobody's or others' teams. */
export async function openWait(
  client: Connection,
  ctx: Context,
  { source, subject }: TicketKey,
): Promise<{ readonly actor: Claimant; readonly since: number | null }> {
  const since = await readWait(client, ticketId(source, subject), teamScope(ctx.principal))
  if (since === undefined) throw notFound()
  return { actor: await claimantOf(client, ctx), since }
}

async function claimantOf(client: Connection, { principal }: Context): Promise<Claimant> {
  const by = actorOf(principal)
  if (principal.kind === 'user') return { by, name: (await readShownName(client, principal.id)) ?? '' }
  return { by, name: principal.kind === 'screen' ? '' : principal.name }
}
