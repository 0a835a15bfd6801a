import { type EntryPage, listNewestEntryPages } from '@/lib/db/entry-pages'
import { type Context, requireRole } from './context'

/** Pages the customers of the newest conversations came from, the most frequent first. Needs role admin or manager. */
export async function listEntryPages(ctx: Context): Promise<readonly EntryPage[]> {
  requireRole(ctx, 'admin', 'manager')
  return await listNewestEntryPages()
}
