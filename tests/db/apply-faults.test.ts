import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyAll, applyOnce, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { closePools, pool, transaction } from '@/lib/db/pool'
import { rebuild } from '@/lib/db/rebuild'
import * as units from '@/lib/db/units'
import type { UnifiedEvent } from '@/lib/facts/event'
import { ticketId } from '@/lib/facts/unit'
import { connectTo, freshDatabase } from '../database'
import { contents, sampleHistories } from './histories'

const NOW = Date.UTC(2026, 10, 21)
const T0 = Date.UTC(2026, 10, 1, 1)
const meta = { receivedAt: NOW }
let url = ''

function event(
  subject: string,
  n: number,
  type: string,
  data: Record<string, unknown> = {},
  at = n,
): UnifiedEvent {
  return { id: `${subject}-${n}`, source: 's', type, time: T0 + at * 60_000, subject, data }
}

const opened = (subject: string) => [
  event(subject, 0, 'ticket.opened', { channel: 'web', customer: 'c' }),
  event(subject, 1, 'message.sent', { from: 'customer' }),
]

beforeEach(async () => {
  url = await freshDatabase()
})
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(closeApplier)

async function stream() {
  const { rows } = await pool().query('SELECT accepted, applied FROM stream')
  return rows[0]
}

describe('one applier at a time', () => {
  it('a second one leaves, and both together give the same as one', async () => {
    const events = sampleHistories(60, 21).flat()
    for (let i = 0; i < events.length; i += 40) await storeEvents(events.slice(i, i + 40), meta)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('SELECT pg_advisory_lock(7431002)')
    expect(await applyOnce()).toMatchObject({ busy: true, events: 0, applied: 0 })
    await client.end()
    await Promise.all([
      applyAll({ maxEvents: 100 }),
      applyAll({ maxEvents: 150 }),
      applyAll({ maxEvents: 90 }),
    ])
    await applyAll()
    expect(await stream()).toEqual({ accepted: events.length, applied: events.length })
    expect((await rebuild({ check: true })).differences).toBe(0)
  })

  it('tells once a round, after it is committed', async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const heard: string[] = []
    client.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await client.query('LISTEN applied')
    await storeEvents(opened('a'), meta)
    await storeEvents(opened('b'), meta)
    await applyOnce()
    await vi.waitFor(() => expect(heard).toEqual(['{"applied" : 4}']))
    await client.end()
  })
})

describe('a round that breaks', () => {
  it('leaves nothing behind, and the next one does all of it', async () => {
    const events = sampleHistories(30, 8).flat()
    await storeEvents(events.slice(0, 100), meta)
    await applyAll()
    const before = await contents()
    await storeEvents(events.slice(100), meta)
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    // Facts are written by then; the rollups wait for this lock.
    await killer.query('BEGIN; LOCK TABLE rollup_sketch IN ACCESS EXCLUSIVE MODE')
    const round = applyOnce().catch((error: unknown) => error)
    await vi.waitFor(async () => {
      const { rowCount } = await pool().query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'helmline-applier' AND wait_event_type = 'Lock' AND datname = current_database()",
      )
      expect(rowCount).toBe(1)
    })
    expect(await round).toMatchObject({ code: 'unavailable' })
    await killer.query('ROLLBACK')
    await killer.end()
    expect(await contents()).toEqual(before)
    await applyAll()
    expect(await stream()).toEqual({ accepted: events.length, applied: events.length })
    expect((await rebuild({ check: true })).differences).toBe(0)
  })
})

describe('a unit that cannot be folded', () => {
  it('is set aside; the rest goes on; it recovers with its next event', async () => {
    const fold = units.foldUnit
    const spy = vi.spyOn(units, 'foldUnit').mockImplementation((events, config) => {
      if (events.some((e) => e.subject === 'bad')) throw new Error('cannot fold this')
      return fold(events, config)
    })
    await storeEvents([...opened('good'), ...opened('bad')], meta)
    expect(await applyOnce()).toMatchObject({ quarantined: 1, applied: 4 })
    const { rows } = await pool().query('SELECT unit_id, kind, error, attempts FROM quarantine')
    expect(rows).toEqual([
      { unit_id: ticketId('s', 'bad'), kind: 'ticket', error: 'cannot fold this', attempts: 1 },
    ])
    expect((await pool().query('SELECT subject FROM ticket')).rows).toEqual([{ subject: 'good' }])
    spy.mockRestore()
    await storeEvents([event('bad', 2, 'message.sent', { from: 'agent', agent: 'a' })], meta)
    await applyOnce()
    expect((await pool().query('SELECT * FROM quarantine')).rows).toEqual([])
    expect((await rebuild({ check: true })).differences).toBe(0)
  })

  it('a fact that does not fit its table concerns its own unit only', async () => {
    const fold = units.foldUnit
    vi.spyOn(units, 'foldUnit').mockImplementation((events, config) => {
      const facts = fold(events, config)
      if (facts.ticket?.subject === 'bad') facts.ticket.messagesIn = 2 ** 40
      return facts
    })
    await storeEvents([...opened('good'), ...opened('bad')], meta)
    expect(await applyOnce()).toMatchObject({ quarantined: 1, applied: 4 })
    expect((await pool().query('SELECT subject FROM ticket')).rows).toEqual([{ subject: 'good' }])
  })
})

describe('a database that hangs', () => {
  let proxy: Server | null = null
  const sockets = new Set<Socket>()
  let hung = false

  /** Passes everything on until `hung`: then it swallows it. */
  async function hangingProxy(): Promise<string> {
    const target = new URL(url)
    proxy = createServer((near) => {
      const far = connect(Number(target.port), target.hostname)
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => sockets.delete(socket))
      }
      near.on('data', (data) => hung || far.write(data))
      far.on('data', (data) => hung || near.write(data))
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
    })
    await new Promise<void>((done) => proxy?.listen(0, '127.0.0.1', done))
    const through = new URL(url)
    through.port = String((proxy.address() as AddressInfo).port)
    return through.href
  }

  afterEach(async () => {
    await closePools()
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((done) => (proxy === null ? done() : proxy.close(() => done())))
    hung = false
  })

  it('every wait ends within 5 s, as unavailable, and all works again at once', async () => {
    await connectTo(await hangingProxy())
    await storeEvents(opened('a'), meta)
    hung = true
    const began = Date.now()
    const waits = [
      storeEvents(opened('b'), meta),
      transaction((client) => client.query('SELECT 1')),
      ...Array.from({ length: 20 }, () => transaction((client) => client.query('SELECT 1'))),
    ]
    const ends = await Promise.allSettled(waits)
    expect(Date.now() - began).toBeLessThan(5_000)
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
    hung = false
    await storeEvents(opened('b'), meta)
    expect(await stream()).toMatchObject({ accepted: 4 })
  })
})
