import { readOrganisation } from '@/lib/db/organisation'
import { type Context, requireRole } from './context'

/** Ids of the channels that are entered. Needs role admin, manager or auditor. */
export async function listChannels(ctx: Context): Promise<readonly string[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return (await readOrganisation()).channels.map(({ channel }) => channel)
}
