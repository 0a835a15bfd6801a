import { readTenant, type Tenant } from '@/lib/db/settings'
import { type Context, requireRole } from './context'

/** The company as stored. Needs role admin, manager or auditor. */
export async function getCompany(ctx: Context): Promise<Tenant> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return await readTenant()
}
