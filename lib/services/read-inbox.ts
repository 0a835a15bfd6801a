import { z } from 'zod'
import { formatInZone } from '@/lib/core/grain'
import { listInboxRows, markInboxRead, readUnread } from '@/lib/db/inbox'
import type { AlarmMessage } from '@/lib/notify/types'
import { instantInput } from './annotation-input'
import { type Context, requireScope } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { cursorOf, writeCursor } from './rows-input'

export const inboxInput = z.strictObject({
  unread: z.enum(['true', 'false']).optional().describe('true = only what is unread'),
  limit: z.coerce.number().int().min(1).max(200).default(30),
  cursor: cursorOf(z.tuple([z.number(), z.uuid()])).optional(),
})

export interface ShownMessage {
  readonly id: string
  readonly at: string
  readonly read: boolean
  readonly message: AlarmMessage
}

export interface Inbox {
  readonly rows: readonly ShownMessage[]
  readonly nextCursor: string | null
  readonly unread: number
}

/** What was told to the asker in the app, the newest first; keys have none. Needs scope read. */
export async function readInbox(ctx: Context, input: unknown): Promise<Inbox> {
  requireScope(ctx, 'read')
  const { unread, limit, cursor } = parseInput(inboxInput, input)
  const { principal } = ctx
  if (principal.kind !== 'user') return { rows: [], nextCursor: null, unread: 0 }
  const [{ zone }, found, waiting] = await Promise.all([
    readTenant(ctx.now),
    listInboxRows(principal.id, { unread: unread === 'true', after: cursor ?? null, limit }),
    readUnread(principal.id),
  ])
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    rows: rows.map(({ id, at, readAt, message }) => ({
      id,
      at: formatInZone(at, zone),
      read: readAt !== null,
      message,
    })),
    nextCursor: last === undefined ? null : writeCursor([last.at, last.id]),
    unread: waiting.unread,
  }
}

export const markReadInput = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) }),
  z.strictObject({ before: instantInput.describe('all that came up to then') }),
])

/**
 * Marks messages of the asker's own inbox as read; those of others stay as they are. It changes nothing but the
 * asker's own badge, so the audit trail does not hear of it. Needs scope read.
 */
export async function markRead(ctx: Context, input: unknown): Promise<{ readonly unread: number }> {
  requireScope(ctx, 'read')
  const which = parseInput(markReadInput, input)
  const { principal } = ctx
  if (principal.kind !== 'user') return { unread: 0 }
  await markInboxRead(principal.id, which, ctx.now)
  const { unread } = await readUnread(principal.id)
  return { unread }
}
