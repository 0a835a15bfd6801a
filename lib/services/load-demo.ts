import { z } from 'zod'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { conflict } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { type DemoState, readDemo, writeDemo } from '@/lib/db/demo'
import { readStream } from '@/lib/db/health'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import {
  assignCalendar,
  DEFAULT_TENANT,
  readSettings,
  type Tenant,
  writeCalendar,
  writeSetting,
} from '@/lib/db/settings'
import { DEMO_COMPANY, DEMO_ZONE } from '@/lib/demo/company'
import { deliveriesOfDay } from '@/lib/demo/generate'
import { type DemoPlan, dayOf, firstDay } from '@/lib/demo/plan'
import { rosterOf } from '@/lib/demo/staffing'
import type { UnifiedEvent } from '@/lib/facts/event'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { waitUntilApplied } from './wait-until-applied'
import { writeDemoIncidents } from './write-demo-incidents'

/** Tickets on a usual day around now; a history of 90 days then holds some 30 times as many. */
const PER_DAY = 850
/** Events stored in one transaction. */
const CHUNK = 5_000
export const DEMO_CALENDAR = 'demo-business-hours'

/** `{days, seed, perDay}`: 1–400 days of history, any whole number as seed, 10–20,000 tickets on a usual day. */
const loadDemoInput = z.strictObject({
  days: z.number().int().min(1).max(400).default(90),
  seed: z.number().int().min(0).max(4_294_967_295).default(1),
  perDay: z.number().min(10).max(20_000).default(PER_DAY),
})

/** Somebody who applies while this stores; without one the events are applied at the end. */
export interface Applying {
  /** events applied so far */
  applied(): number
  /** answers when everything stored is in every figure */
  finish(position: number): Promise<void>
}

export interface LoadHooks {
  /** share of the work from 0 to 1 */
  onProgress?(share: number): void
  startApplying?(): Applying
}

export interface LoadedDemo {
  /** false: it was loaded before */
  readonly fresh: boolean
  readonly events: number
  readonly from: number
  readonly to: number
}

/**
 * Loads the history of the demo company up to now, marks everything as demo and makes it the tenant where nobody
 * is yet. Killed half-way it goes on at the next call with what it began with; loaded already it does nothing.
 * Needs role admin. Throws 409 while a removal is unfinished.
 */
export async function loadDemo(ctx: Context, input: unknown, hooks: LoadHooks = {}): Promise<LoadedDemo> {
  requireRole(ctx, 'admin')
  const wanted = parseInput(loadDemoInput, input)
  const known = await readDemo()
  if (known?.state === 'removing') {
    throw conflict('The demo is half removed; finish with: npm run demo -- remove')
  }
  const state = known ?? (await begin(ctx, wanted))
  const { seed, anchor, days, perDay } = state
  const plan: DemoPlan = { seed, anchor, days, perDay }
  const from = firstDay(plan)
  if (state.state === 'ready') {
    await writeDemoIncidents(ctx)
    return { fresh: false, events: 0, from, to: anchor }
  }

  const applying = hooks.startApplying?.()
  const events = await storeHistory(plan, state, (stored, total) => {
    const done = applying === undefined ? stored : Math.min(stored, applying.applied())
    hooks.onProgress?.((0.4 * stored + 0.6 * done) / total)
  })
  const { accepted } = await readStream()
  if (applying === undefined) await waitUntilApplied(accepted)
  else await applying.finish(accepted)
  await writeDemo(pool(), { ...state, state: 'ready', stored: dayOf(anchor) }, ctx.now)
  await writeDemoIncidents(ctx)
  hooks.onProgress?.(1)
  return { fresh: true, events, from, to: anchor }
}

/** Writes down what the demo is made from, and makes it the tenant where the product still has no name. */
async function begin(ctx: Context, wanted: z.infer<typeof loadDemoInput>): Promise<DemoState> {
  return transaction(async (client) => {
    const { tenant, assignments } = await readSettings(client)
    const free = tenant.company === DEFAULT_TENANT.company
    const after: Tenant = free
      ? { ...tenant, company: DEMO_COMPANY, zone: DEMO_ZONE, demo: true }
      : { ...tenant, demo: true }
    await writeSetting(client, 'tenant', after, ctx.now)
    const calendar = assignments.length === 0
    if (calendar) {
      const hours = ['09:00-12:00', '13:00-18:00', '19:00-22:00']
      const weekend = ['10:00-12:00', '13:00-18:00']
      const row = {
        id: DEMO_CALENDAR,
        name: `${DEMO_COMPANY} 营业时间`,
        calendar: chinaCalendar(hours, weekend),
      }
      await writeCalendar(client, row, ctx.now)
      await assignCalendar(client, { scope: 'tenant', key: '', calendarId: DEMO_CALENDAR }, ctx.now)
    }
    const state: DemoState = {
      state: 'loading',
      ...wanted,
      anchor: ctx.now,
      stored: dayOf(ctx.now) - wanted.days - 1,
      sentUntil: ctx.now,
      tenantBefore: tenant,
      calendar,
    }
    await writeDemo(client, state, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'demo.loaded',
      object: 'demo',
      before: { tenant },
      after: { tenant: after, ...wanted },
    })
    return state
  })
}

async function storeHistory(
  plan: DemoPlan,
  state: DemoState,
  progress: (stored: number, total: number) => void,
): Promise<number> {
  const roster = rosterOf(plan)
  const profiles = new Set<string>()
  const last = dayOf(plan.anchor)
  let events = 0
  for (let day = state.stored + 1; day <= last; day += 1) {
    const due: UnifiedEvent[] = []
    for (const { at, event } of deliveriesOfDay(plan, day, roster)) {
      if (at > plan.anchor) continue
      if (event.type === 'customer.updated') {
        if (profiles.has(event.id)) continue
        profiles.add(event.id)
      }
      due.push(event)
    }
    for (let i = 0; i < due.length; i += CHUNK) {
      await storeEvents(due.slice(i, i + CHUNK), { receivedAt: Date.now(), demo: true })
    }
    events += due.length
    await writeDemo(pool(), { ...state, stored: day }, Date.now())
    // what is left is not known before it is made: the days so far say how much a day holds
    progress(events, (events * (last - state.stored)) / (day - state.stored))
  }
  return events
}
