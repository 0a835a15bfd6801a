import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyOnce, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { rebuildRollups } from '@/lib/db/rollup-rebuild'
import { freshDatabase } from '../database'
import {
  contents,
  inDisorder,
  inOneGo,
  randomFrom,
  sampleHistories,
  secondStageErrors,
  shuffled,
} from './histories'

const meta = { receivedAt: Date.UTC(2026, 10, 21) }
afterAll(closeApplier)

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
    expect(await secondStageErrors()).toEqual([])
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
