import { beforeEach, describe, expect, it } from 'vitest'
import { storeEvents } from '@/lib/db/ingest'
import { closePools, pool } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import { connectTo, freshDatabase } from '../database'

const T0 = Date.UTC(2026, 10, 1, 1)
const meta = { receivedAt: T0 + 60_000 }

function event(n: number, over: Partial<UnifiedEvent> = {}): UnifiedEvent {
  return {
    id: `e${n}`,
    source: `shop-${n % 3}`,
    type: 'message.sent',
    time: T0 + n * 1000,
    subject: `t${n % 50}`,
    data: { from: 'customer', text: `text "${n}" \\ {x,y} 你好` },
    ...over,
  }
}

async function stored() {
  const { rows } = await pool().query<{
    key: string
    id: string
    source: string
    subject: string | null
    time: number
    data: unknown
  }>('SELECT event_key AS key, id, source, subject, time, data FROM event ORDER BY time, id')
  return rows
}

async function batches() {
  const { rows } = await pool().query<{ position: number; accepted: number }>(
    'SELECT position, accepted FROM ingest_batch ORDER BY position',
  )
  return rows
}

beforeEach(async () => {
  await freshDatabase()
})

describe('storeEvents', () => {
  it('stores what it is given, unchanged', async () => {
    const events = [event(1), event(2, { subject: null, type: 'x.new', data: { a: [1, { b: null }] } })]
    expect(await storeEvents(events, meta)).toEqual({
      accepted: 2,
      duplicates: 0,
      conflicts: [],
      position: 2,
    })
    expect((await stored()).map(({ key: _, ...rest }) => rest)).toEqual(
      events.map(({ id, source, subject, time, data }) => ({ id, source, subject, time, data })),
    )
  })

  it('counts a second arrival as a duplicate, in one request and in two', async () => {
    const first = await storeEvents([event(1), event(1), event(2)], meta)
    expect(first).toEqual({ accepted: 2, duplicates: 1, conflicts: [], position: 2 })
    // the order of fields is no content
    const again = event(2, { data: { text: event(2).data.text, from: 'customer' } })
    expect(await storeEvents([again, event(3)], meta)).toEqual({
      accepted: 1,
      duplicates: 1,
      conflicts: [],
      position: 3,
    })
    expect(await storeEvents([event(1)], meta)).toEqual({
      accepted: 0,
      duplicates: 1,
      conflicts: [],
      position: 3,
    })
    expect(await batches()).toEqual([
      { position: 2, accepted: 2 },
      { position: 3, accepted: 1 },
    ])
  })

  it('keeps the first of two contents and reports the other', async () => {
    const other = event(2, { data: { from: 'agent' } })
    await storeEvents([event(2)], meta)
    const answer = await storeEvents([event(1), other, event(1, { time: T0 })], meta)
    expect(answer).toEqual({
      accepted: 1,
      duplicates: 2,
      conflicts: [
        { index: 1, id: 'e2' },
        { index: 2, id: 'e1' },
      ],
      position: 2,
    })
    await storeEvents([other], { receivedAt: meta.receivedAt + 1000 })
    const { rows } = await pool().query('SELECT id, times, content FROM event_conflict ORDER BY id')
    expect(rows).toEqual([
      { id: 'e1', times: 1, content: expect.objectContaining({ time: T0 }) },
      { id: 'e2', times: 2, content: expect.objectContaining({ data: { from: 'agent' } }) },
    ])
    expect((await stored()).find((row) => row.id === 'e2')?.data).toEqual(event(2).data)
  })

  it('an empty list changes nothing', async () => {
    expect(await storeEvents([], meta)).toEqual({ accepted: 0, duplicates: 0, conflicts: [], position: 0 })
  })

  it('tells of each source when it was last heard', async () => {
    await storeEvents([event(1), event(4), event(2)], { ...meta, demo: true })
    await storeEvents([event(0, { id: 'late', source: 'shop-1' })], { receivedAt: meta.receivedAt + 5 })
    const { rows } = await pool().query(
      'SELECT source, last_event_at, last_received_at, events, demo FROM source ORDER BY source',
    )
    expect(rows).toEqual([
      {
        source: 'shop-1',
        last_event_at: T0 + 4000,
        last_received_at: meta.receivedAt + 5,
        events: 3,
        demo: true,
      },
      {
        source: 'shop-2',
        last_event_at: T0 + 2000,
        last_received_at: meta.receivedAt,
        events: 1,
        demo: true,
      },
    ])
  })

  it('eight senders of the same events in any order and cut: each once, positions dense', async () => {
    const all = Array.from({ length: 600 }, (_, n) => event(n))
    let seed = 7
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed / 2 ** 31
    }
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const shuffled = all.map((e) => ({ e, k: random() })).sort((a, b) => a.k - b.k)
        const sizes = shuffled.map(() => 1 + Math.floor(random() * 90))
        let accepted = 0
        let sent = 0
        for (let at = 0, i = 0; at < shuffled.length; at += sizes[i++] as number) {
          const batch = shuffled.slice(at, at + (sizes[i] as number)).map(({ e }) => e)
          const answer = await storeEvents(batch, meta)
          expect(answer.conflicts).toEqual([])
          expect(answer.accepted + answer.duplicates).toBe(batch.length)
          accepted += answer.accepted
          sent += batch.length
        }
        return { accepted, sent }
      }),
    )
    expect(answers.map((a) => a.sent)).toEqual(Array(8).fill(600))
    expect(answers.reduce((sum, a) => sum + a.accepted, 0)).toBe(600)
    expect(new Set((await stored()).map((row) => row.id)).size).toBe(600)
    let position = 0
    for (const batch of await batches()) {
      position += batch.accepted
      expect(batch.position).toBe(position)
    }
    expect(position).toBe(600)
    const { rows } = await pool().query('SELECT accepted, applied FROM stream')
    expect(rows).toEqual([{ accepted: 600, applied: 0 }])
    const { rows: counts } = await pool().query('SELECT sum(events)::int AS n FROM source')
    expect(counts).toEqual([{ n: 600 }])
  })

  it('a database that is away is AppError unavailable, in time', async () => {
    await connectTo('postgresql://postgres@127.0.0.1:1/none')
    const began = Date.now()
    await expect(storeEvents([event(1)], meta)).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect(Date.now() - began).toBeLessThan(5000)
    await closePools()
  })
})
