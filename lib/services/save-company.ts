import { companyForm } from '@/lib/core/settings-forms'
import { type Connection, transaction } from '@/lib/db/pool'
import { holdSetting, readTenant, type Tenant } from '@/lib/db/settings'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'

/** Writes the company inside the caller's transaction, audited. */
export async function writeCompany(ctx: Context, client: Connection, input: unknown): Promise<Tenant> {
  const company = parseInput(companyForm, input)
  await holdSetting(client, 'tenant')
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
  const after = await transaction((client) => writeCompany(ctx, client, input))
  forgetSettings()
  return after
}
