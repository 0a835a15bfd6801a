import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyAll, applyOnce, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { rebuildRollups } from '@/lib/db/rollup-rebuild'
import type { UnifiedEvent } from '@/lib/facts/event'
import { freshDatabase } from '../database'
import { contents, randomFrom, sampleHistories, shuffled } from './histories'

const meta = { receivedAt: Date.UTC(2026, 10, 21) }
afterAll(closeApplier)

async function inOneGo(events: readonly UnifiedEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += 5000) await storeEvents(events.slice(i, i + 5000), meta)
  await applyAll({ maxEvents: 100_000 })
}

/** Shuffled, split at random, some twice, some late; applied now and then. */
async function inDisorder(events: readonly UnifiedEvent[], seed: number, cuts: number): Promise<void> {
  const random = randomFrom(seed)
  const doubled = [...events, ...events.filter(() => random() < 0.2)]
  const mixed = shuffled(doubled, random)
  const late = mixed.filter(() => random() < 0.05)
  const order = [...mixed, ...late]
  for (let i = 0; i < cuts; i++) {
    const part = order.slice(
      Math.floor((i * order.length) / cuts),
      Math.floor(((i + 1) * order.length) / cuts),
    )
    await storeEvents(part, meta)
    if (random() < 0.7) await applyOnce({ maxEvents: 1 + Math.floor(random() * 3000) })
  }
  await applyAll()
}

describe('applying', () => {
  const histories = sampleHistories(400, 11)
  const events = histories.flat()
  let expected: Awaited<ReturnType<typeof contents>>

  beforeAll(async () => {
    await freshDatabase()
    await inOneGo(events)
    expected = await contents()
  })

  it('reaches every fact and every rollup', async () => {
    for (const [table, lines] of Object.entries(expected))
      expect([table, lines.length > 0]).toEqual([table, true])
    const { rows } = await pool().query('SELECT accepted, applied FROM stream')
    expect(rows).toEqual([{ accepted: events.length, applied: events.length }])
    expect((await pool().query('SELECT * FROM quarantine')).rows).toEqual([])
    const { rows: seconds } = await pool().query(
      `SELECT (SELECT count(*) FROM ticket WHERE fcr_repeat) AS repeats,
         (SELECT count(*) FROM complaint WHERE NOT counted) AS uncounted`,
    )
    expect(seconds[0].repeats).toBeGreaterThan(0)
    expect(seconds[0].uncounted).toBeGreaterThan(0)
  })

  it('rollups made in bulk from the facts are the same bytes', async () => {
    await transaction((client) => rebuildRollups(client, 'Asia/Shanghai'))
    expect(await contents()).toEqual(expected)
  })

  it.each([1, 2, 3])(
    'gives the same bytes for any order, doubling, splitting and lateness (%i)',
    async (seed) => {
      await freshDatabase()
      await inDisorder(events, seed, 25)
      const found = await contents()
      for (const table of Object.keys(expected))
        expect([table, found[table]]).toEqual([table, expected[table]])
    },
  )

  it('takes single events one by one', async () => {
    await freshDatabase()
    const few = histories.slice(0, 8).flat()
    await inOneGo(few)
    const together = await contents()
    await freshDatabase()
    for (const event of shuffled(few, randomFrom(5))) {
      await storeEvents([event], meta)
      await applyOnce()
    }
    expect(await contents()).toEqual(together)
  })
})
