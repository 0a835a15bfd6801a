import { type KeyRow, listKeyRows } from '@/lib/db/people'
import { type Context, requireRole } from './context'

/** All API keys without their secrets, by name, ended ones included. Needs role admin, manager or auditor. */
export async function listApiKeys(ctx: Context): Promise<readonly Omit<KeyRow, 'hash'>[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return (await listKeyRows()).map(({ hash: _, ...key }) => key)
}
