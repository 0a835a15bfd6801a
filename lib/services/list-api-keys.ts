import { type KeyRow, listKeyRows } from '@/lib/db/people'
import { nameActors } from './actor-names'
import { type Context, requireRole } from './context'

export interface KeyInfo extends Omit<KeyRow, 'hash'> {
  /** name of who made it */
  readonly byName: string
}

/** All API keys without their secrets, by name, ended ones included. Needs role admin, manager or auditor. */
export async function listApiKeys(ctx: Context): Promise<readonly KeyInfo[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const keys = await listKeyRows()
  const names = await nameActors(keys.map(({ createdBy }) => createdBy))
  return keys.map(({ hash: _, ...key }) => ({ ...key, byName: names.get(key.createdBy) ?? key.createdBy }))
}
