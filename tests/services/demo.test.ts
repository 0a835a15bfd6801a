import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { applyAll, closeApplier } from '@/lib/db/apply'
import { FACT_NAMES, ROLLUP_TABLES } from '@/lib/db/columns'
import { deleteDemoData, noteSent, readDemo } from '@/lib/db/demo'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { rebuild } from '@/lib/db/rebuild'
import { readSettings, removeCalendar } from '@/lib/db/settings'
import { DEMO_COMPANY, DEMO_SOURCES } from '@/lib/demo/company'
import { MINUTE } from '@/lib/demo/plan'
import type { UnifiedEvent } from '@/lib/facts/event'
import { systemContext } from '@/lib/services/context'
import { ingestEvents } from '@/lib/services/ingest-events'
import { DEMO_CALENDAR, type LoadHooks, loadDemo } from '@/lib/services/load-demo'
import { removeDemo } from '@/lib/services/remove-demo'
import { sendDemoTraffic } from '@/lib/services/send-demo-traffic'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T14:37:00+08:00')
const ctx = systemContext('test', NOW)
const SMALL = { days: 2, perDay: 60, seed: 7 }

beforeEach(async () => {
  await freshDatabase()
})
afterAll(closeApplier)

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await pool().query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`)
  return rows[0]?.n ?? -1
}

/** Everything that is derived, row by row. */
async function derived(): Promise<Record<string, unknown[]>> {
  const out: Record<string, unknown[]> = {}
  const tables = [
    ...FACT_NAMES,
    ...ROLLUP_TABLES.map((t) => t.name),
    'rollup_sketch',
    'agent_span',
    'customer',
  ]
  for (const table of tables) {
    const { rows } = await pool().query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} AS t ORDER BY 1`,
    )
    out[table] = rows.map(({ row }) => row)
  }
  return out
}

/** A real shop beside the demo: one of its people has the name of one of the demo's. */
function realEvents(): UnifiedEvent[] {
  const at = NOW - 3 * 3600_000
  const event = (
    id: string,
    type: string,
    after: number,
    subject: string | null,
    data: Record<string, unknown>,
  ) => ({
    id,
    source: 'shop',
    type,
    time: at + after,
    subject,
    data,
  })
  return [
    event('1', 'ticket.opened', 0, 'A-1', {
      channel: 'taobao',
      customer: 'c1',
      team: '淘系组',
      issueType: '物流',
    }),
    event('2', 'message.sent', 1000, 'A-1', { from: 'customer', text: 'hello' }),
    event('3', 'message.sent', 31_000, 'A-1', { from: 'agent', agent: '星野', text: 'hi' }),
    event('4', 'ticket.resolved', 90_000, 'A-1', { agent: '星野' }),
    event('5', 'survey.answered', 95_000, 'A-1', { kind: 'csat', score: 5 }),
    event('6', 'agent.status', -60_000, null, {
      agent: '星野',
      team: '淘系组',
      status: 'available',
      capacity: 2,
    }),
    event('7', 'customer.updated', 0, null, { customer: 'c1', name: 'A', tier: 'vip' }),
  ]
}

describe('loading', () => {
  test('fills the product, says that it is a demo, and changes nothing when called again', async () => {
    const shares: number[] = []
    const loaded = await loadDemo(ctx, SMALL, { onProgress: (share) => shares.push(share) })
    expect(loaded.fresh).toBe(true)
    expect(loaded.events).toBe(await count('event'))
    expect(await count('ticket')).toBeGreaterThan(60)
    expect(await count('source', 'NOT demo')).toBe(0)
    expect(shares.at(-1)).toBe(1)
    expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0))).toBe(true)
    const { tenant, calendars, assignments } = await readSettings()
    expect(tenant).toMatchObject({ company: DEMO_COMPANY, zone: 'Asia/Shanghai', demo: true })
    expect(calendars).toHaveLength(1)
    expect(assignments).toHaveLength(1)
    expect(await rebuild({ check: true })).toMatchObject({ differences: 0 })

    const before = await derived()
    const again = await loadDemo(systemContext('test', NOW + 60_000), { ...SMALL, days: 5 })
    expect(again).toMatchObject({ fresh: false, events: 0 })
    expect(await derived()).toEqual(before)
  })

  test('killed half-way, goes on to the same end', async () => {
    await loadDemo(ctx, SMALL)
    const whole = await derived()
    await freshDatabase()
    const dying: LoadHooks = {
      onProgress: (share) => {
        if (share > 0.2) throw new Error('killed')
      },
    }
    await expect(loadDemo(ctx, SMALL, dying)).rejects.toThrow('killed')
    expect((await readDemo())?.state).toBe('loading')
    await loadDemo(systemContext('test', NOW + 600_000), {})
    expect((await readDemo())?.state).toBe('ready')
    expect(await derived()).toEqual(whole)
  })

  test('refuses what it cannot make', async () => {
    await expect(loadDemo(ctx, { days: 0 })).rejects.toMatchObject({ status: 400 })
    await expect(loadDemo(ctx, { seed: -1 })).rejects.toMatchObject({ status: 400 })
    expect(await readDemo()).toBeNull()
  })
})

describe('removal', () => {
  test('takes out what the demo made and nothing else', async () => {
    await storeEvents(realEvents(), { receivedAt: NOW })
    await applyAll({ now: NOW })
    const real = await derived()
    const settings = await readSettings()
    const events = await count('event')

    await loadDemo(ctx, SMALL)
    expect((await readSettings()).tenant.demo).toBe(true)
    const deleted = await removeDemo(ctx)
    expect(deleted?.tickets).toBeGreaterThan(60)
    expect(await derived()).toEqual(real)
    expect(await count('event')).toBe(events)
    expect(await count('source', `source <> 'shop'`)).toBe(0)
    expect(await readSettings()).toMatchObject({
      tenant: settings.tenant,
      calendars: settings.calendars,
      assignments: settings.assignments,
    })
    expect(await rebuild({ check: true })).toMatchObject({ differences: 0 })
    expect(await removeDemo(ctx)).toBeNull()
  })

  test('beside much real data goes unit by unit, to the same end', async () => {
    await storeEvents(realEvents(), { receivedAt: NOW })
    await applyAll({ now: NOW })
    const real = await derived()
    await loadDemo(ctx, SMALL)
    // not a single real ticket is too few for the slow way
    const deleted = await deleteDemoData(DEMO_SOURCES, NOW, 0)
    expect(deleted.marked).toBe(deleted.tickets)
    await transaction((client) => removeCalendar(client, DEMO_CALENDAR, NOW))
    await applyAll({ now: NOW })
    expect(await derived()).toEqual(real)
  })

  test('the company may come again after it', async () => {
    await loadDemo(ctx, SMALL)
    const first = await derived()
    await removeDemo(ctx)
    expect(await count('ticket')).toBe(0)
    await loadDemo(ctx, SMALL)
    expect(await derived()).toEqual(first)
  })
})

describe('live traffic', () => {
  /** A door of the same services, without the sockets; every third request finds it shut. */
  function door(clock: { now: number }) {
    let requests = 0
    const seen: string[] = []
    const send: typeof fetch = async (_url, init) => {
      requests += 1
      seen.push(String(new Headers(init?.headers).get('authorization')))
      if (requests % 3 === 2) return new Response(null, { status: 503, headers: { 'retry-after': '0.01' } })
      const answer = await ingestEvents(systemContext('door', clock.now), {
        format: 'batch',
        text: String(init?.body),
      })
      expect(answer.rejected).toEqual([])
      return Response.json(answer)
    }
    return { send, seen }
  }

  test('goes on from the history, through restarts, as if it had never stopped', async () => {
    await loadDemo(ctx, { ...SMALL, perDay: 150 })
    const before = await count('event')
    const clock = { now: NOW }
    const { send, seen } = door(clock)
    const run = async (until: number): Promise<void> => {
      const stop = new AbortController()
      clock.now = until
      const end = await sendDemoTraffic(stop.signal, {
        address: 'http://product',
        send,
        now: () => clock.now,
        onSent: (_events, told) => {
          if (told >= until) stop.abort()
        },
      })
      expect(end).toBe('stopped')
    }
    await run(NOW + 10 * MINUTE)
    expect((await readDemo())?.sentUntil).toBe(NOW + 10 * MINUTE)
    // as after kill -9: the note is older than what was sent
    await noteSent(NOW + 8 * MINUTE, clock.now)
    await run(NOW + 25 * MINUTE)
    await applyAll({ now: clock.now })
    expect(await count('event')).toBeGreaterThan(before + 40)
    expect(new Set(seen).size).toBe(2)
    expect(seen.every((key) => key.startsWith('Bearer hl_'))).toBe(true)
    expect(await count('source', 'NOT demo')).toBe(0)
    expect(await rebuild({ check: true })).toMatchObject({ differences: 0 })

    const whole = await pool().query<{ row: string }>(
      `SELECT source || ' ' || id AS row FROM event WHERE type <> 'source.heartbeat' ORDER BY 1`,
    )
    await freshDatabase()
    await loadDemo(ctx, { ...SMALL, perDay: 150 })
    const other = door(clock)
    const stop = new AbortController()
    await sendDemoTraffic(stop.signal, {
      address: 'http://product',
      send: other.send,
      now: () => clock.now,
      onSent: (_events, told) => {
        if (told >= clock.now) stop.abort()
      },
    })
    const straight = await pool().query<{ row: string }>(
      `SELECT source || ' ' || id AS row FROM event WHERE type <> 'source.heartbeat' ORDER BY 1`,
    )
    expect(whole.rows).toEqual(straight.rows)
  })

  test('has nothing to say without a demo, and stops at its removal', async () => {
    expect(await sendDemoTraffic(new AbortController().signal)).toBe('no_demo')
    await loadDemo(ctx, SMALL)
    const clock = { now: NOW + MINUTE }
    const { send } = door(clock)
    let removal: Promise<unknown> | null = null
    const end = await sendDemoTraffic(new AbortController().signal, {
      address: 'http://product',
      send,
      now: () => clock.now,
      onSent: () => {
        clock.now += 10_000
        removal ??= removeDemo(ctx)
      },
    })
    expect(end).toBe('no_demo')
    await removal
    expect(await count('event', `source = ANY('{${DEMO_SOURCES.join(',')}}')`)).toBe(0)
    expect(await count('api_key', 'revoked_at IS NULL')).toBe(0)
  })
})
