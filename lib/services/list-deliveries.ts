import { z } from 'zod'
import { type DeliveryRow, listDeliveryRows } from '@/lib/db/deliveries'
import { DELIVERY_STATES } from '@/lib/notify/types'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** All optional: states, one target, one incident, what one digest lists, the page before `before` (`<ms>_<id>`). */
export const DeliveryListSchema = z.strictObject({
  state: z.array(z.enum(DELIVERY_STATES)).max(6).default([]),
  target: z.uuid().nullish(),
  incident: z.uuid().nullish(),
  digest: z.uuid().nullish(),
  before: z
    .string()
    .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
    .nullish(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

export type DeliveryInfo = DeliveryRow

/** The log of messages, newest first, and `next` for the page after it. Needs role admin, manager or auditor. */
export async function listDeliveries(
  ctx: Context,
  input: unknown,
): Promise<{ readonly deliveries: readonly DeliveryInfo[]; readonly next: string | null }> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const { state, target, incident, digest, before, limit } = parseInput(DeliveryListSchema, input)
  const [at, id] = before?.split('_') ?? []
  const rows = await listDeliveryRows({
    state,
    target: target ?? null,
    incident: incident ?? null,
    digest: digest ?? null,
    before: at === undefined || id === undefined ? null : { at: Number(at), id },
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    deliveries: shown,
    next: rows.length > limit && last !== undefined ? `${last.createdAt}_${last.id}` : null,
  }
}
