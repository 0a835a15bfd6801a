import { companyForm } from '@/lib/core/settings-forms'
import { type Connection, transaction } from '@/lib/db/pool'
import { readTenant, type Tenant } from '@/lib/db/settings'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Writes the company inside the caller's transaction, audited. */
export async function writeCompany(ctx: Context, client: Connection, input: unknown): Promise<Tenant> {
  const company = parseInput(companyForm, input)
  const stood = await readTenant(client)
  const after = { ...stood, ...company }
  await changeSetting(ctx, client, 'tenant', after, 'company.changed', { stood })
  return after
}

/**
 * Changes the company `{company, zone, baseUrl, locale}`. Another zone cuts every figure's days anew, by the worker.
 * Needs role admin.
 */
export async function saveCompany(ctx: Context, input: unknown): Promise<Tenant> {
  requireRole(ctx, 'admin')
  return await transaction((client) => writeCompany(ctx, client, input))
}
