import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CRITICAL_HOLD_MS,
  type Paced,
  type PacedRow,
  pace,
  ROW_EVERY_MS,
  STILL,
} from '@/components/wall/stream-pace'

const rows = (...keys: string[]): PacedRow[] => keys.map((key) => ({ key, critical: key.startsWith('!') }))
const alive = (list: readonly PacedRow[]) => new Set(list.map((row) => row.key))
const at = (before: Paced, list: readonly PacedRow[], now: number, most = 3) =>
  pace(before, list, alive(list), most, now)

/** How many rows differ in place between two lists: those that came or went, or the one that was moved. */
function moves(before: readonly string[], after: readonly string[]): number {
  const came = after.filter((key) => !before.includes(key))
  const went = before.filter((key) => !after.includes(key))
  const stayed = before.filter((key) => after.includes(key))
  const order = after.filter((key) => before.includes(key))
  const outOfPlace = stayed.filter((key, i) => order[i] !== key)
  return Math.max(came.length, went.length, outOfPlace.length > 0 ? 1 : 0)
}

describe('the pace of the stream', () => {
  it('shows the first rows all at once', () => {
    expect(at(STILL, rows('a', 'b', 'c', 'd'), 5_000).keys).toEqual(['a', 'b', 'c'])
  })

  it('moves one row a second', () => {
    const first = at(STILL, rows('a', 'b', 'c'), 5_000)
    const wanted = rows('x', 'y', 'a')
    expect(at(first, wanted, 5_400).keys).toEqual(['a', 'b', 'c'])
    const second = at(first, wanted, 6_000)
    expect(second.keys).toEqual(['x', 'a', 'c'])
    expect(at(second, wanted, 7_000).keys).toEqual(['x', 'y', 'a'])
  })

  it('lets what is gone go first', () => {
    const first = at(STILL, rows('a', 'b', 'c'), 0)
    expect(pace(first, rows('z', 'a', 'c'), new Set(['z', 'a', 'c']), 3, 2_000).keys).toEqual(['z', 'a', 'c'])
    expect(pace(first, rows('c'), new Set(['c']), 3, 2_000).keys).toEqual(['b', 'c'])
  })

  it('brings what is critical before the rest, and holds it', () => {
    const first = at(STILL, rows('a', 'b', 'c'), 0)
    const second = at(first, rows('x', 'y', '!k'), 1_000)
    expect(second.keys).toContain('!k')
    const still = new Set(['!k', 'x', 'y', 'z', 'a', 'b', 'c'])
    let state = second
    for (let now = 2_000; now < 1_000 + CRITICAL_HOLD_MS; now += 1_000) {
      state = pace(state, rows('x', 'y', 'z'), still, 3, now)
      expect(state.keys).toContain('!k')
    }
    for (let now = 1_000 + CRITICAL_HOLD_MS; now < 16_000; now += 1_000) {
      state = pace(state, rows('x', 'y', 'z'), still, 3, now)
    }
    expect(state.keys).toEqual(['x', 'y', 'z'])
  })

  it('never moves faster, never shows more, never forgets, and arrives', () => {
    const list = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', '!f', '!g', 'h', '!i'), {
      maxLength: 9,
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(list, fc.integer({ min: 50, max: 3_000 })), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, most) => {
          let state = STILL
          let now = 10_000
          let movedAt = Number.NEGATIVE_INFINITY
          for (const [keys, passed] of steps) {
            now += passed
            const wanted = rows(...keys)
            const before: Paced = state
            state = at(state, wanted, now, most)
            expect(new Set(state.keys).size).toBe(state.keys.length)
            expect(state.keys.length).toBeLessThanOrEqual(most)
            for (const key of Object.keys(state.heldSince)) expect(state.keys).toContain(key)
            const anew = before.keys.every((key) => !keys.includes(key))
            if (!anew && state.keys.join() !== before.keys.join()) {
              expect(now - movedAt).toBeGreaterThanOrEqual(ROW_EVERY_MS)
              expect(moves(before.keys, state.keys)).toBeLessThanOrEqual(1)
            }
            if (state.movedAt !== before.movedAt) movedAt = now
          }
          // Left alone it ends where it should be.
          const wanted = rows(...(steps.at(-1)?.[0] ?? []))
          for (let i = 0; i < 40; i++) {
            now += 1_000
            state = at(state, wanted, now, most)
          }
          expect(state.keys).toEqual(wanted.slice(0, most).map((row) => row.key))
        },
      ),
    )
  })
})
