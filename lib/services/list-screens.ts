import { listScreenRows, type ScreenRow } from '@/lib/db/people'
import { type Context, requireRole } from './context'

/** All wall screens without their secrets, newest first, ended ones included. Needs role admin, manager or auditor. */
export async function listScreens(ctx: Context): Promise<readonly Omit<ScreenRow, 'secretHash'>[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return (await listScreenRows()).map(({ secretHash: _, ...screen }) => screen)
}
