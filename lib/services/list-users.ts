import { listUserRows, type UserRow } from '@/lib/db/people'
import { type Context, requireRole } from './context'

/** Everybody, by address, without password hashes. Needs role admin, manager or auditor. */
export async function listUsers(ctx: Context): Promise<readonly Omit<UserRow, 'passwordHash'>[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return (await listUserRows()).map(({ passwordHash: _, ...user }) => user)
}
