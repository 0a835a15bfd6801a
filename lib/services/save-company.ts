import { companyForm } from '@/lib/core/settings-forms'
import { appendAudit } from '@/lib/db/audit'
import { type Connection, transaction } from '@/lib/db/pool'
import { readTenant, type Tenant, writeSetting } from '@/lib/db/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Writes the company inside the caller's transaction, audited. */
export async function writeCompany(ctx: Context, client: Connection, input: unknown): Promise<Tenant> {
  const company = parseInput(companyForm, input)
  const before = await readTenant(client)
  const after = { ...before, ...company }
  await writeSetting(client, 'tenant', after, ctx.now)
  await appendAudit(client, {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action: 'company.changed',
    object: 'setting:tenant',
    before,
    after,
  })
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
