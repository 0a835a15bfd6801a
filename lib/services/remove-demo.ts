import { applyAll, closeApplier } from '@/lib/db/apply'
import { appendAudit } from '@/lib/db/audit'
import { type DeletedDemo, deleteDemoData, readDemo, writeDemo } from '@/lib/db/demo'
import { deleteDemoIncidents } from '@/lib/db/demo-incidents'
import { readSources } from '@/lib/db/health'
import { findKeyByName } from '@/lib/db/people'
import { pool, transaction, withClient } from '@/lib/db/pool'
import { readTenant, removeCalendar, writeSetting } from '@/lib/db/settings'
import { DEMO_SOURCES } from '@/lib/demo/company'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { DEMO_CALENDAR } from './load-demo'
import { revokeApiKey } from './revoke-api-key'

/** The key that live traffic sends with. */
export const DEMO_KEY = 'demo-traffic'
/** A revoked key is refused everywhere after this many milliseconds. */
const KEY_DIES = 4_000

/**
 * Removes everything the demo made (events, facts, rollups, agents, customers, sources, calendar, company name)
 * and leaves the rest as it is. Interrupted it goes on at the next call. Needs role admin. Answers what was
 * deleted, or null where there is no demo.
 */
export async function removeDemo(ctx: Context): Promise<DeletedDemo | null> {
  requireRole(ctx, 'admin')
  const state = await readDemo()
  if (state === null) return null
  await writeDemo(pool(), { ...state, state: 'removing' }, ctx.now)
  const traffic = await stopTraffic(ctx)
  const deleted = await deleteDemoData(DEMO_SOURCES, ctx.now)
  // what was on its way when the key ended is in by now
  if (traffic) {
    await new Promise((resolve) => setTimeout(resolve, KEY_DIES))
    await deleteDemoData(DEMO_SOURCES, ctx.now)
  }
  await transaction(async (client) => {
    const tenant = await readTenant(client)
    const before = state.tenantBefore
    await writeSetting(client, 'tenant', tenant.demo ? { ...before, demo: false } : tenant, ctx.now)
    if (state.calendar) await removeCalendar(client, DEMO_CALENDAR, ctx.now)
    const others = (await readSources()).some(({ demo }) => !demo)
    await deleteDemoIncidents(client, DEMO_SOURCES, !others)
    await writeDemo(client, null, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'demo.removed',
      object: 'demo',
      before: { tenant },
      after: { tenant: before, events: deleted.events, tickets: deleted.tickets },
    })
  })
  try {
    await applyAll()
  } finally {
    await closeApplier()
  }
  return deleted
}

/** Ends the key of live traffic; true where there was one. */
async function stopTraffic(ctx: Context): Promise<boolean> {
  const key = await withClient((client) => findKeyByName(client, DEMO_KEY))
  if (key === null || key.revokedAt !== null) return false
  await revokeApiKey(ctx, { name: DEMO_KEY })
  return true
}
