import { describe, expect, it } from 'vitest'
import {
  backoff,
  initialState,
  troubleOf,
  withDatabase,
  withFrame,
  withLink,
  withPing,
} from '@/components/boards/live-state'
import type { Frame, TileValue } from '@/lib/boards/types'

const tile = (value: number): TileValue => ({ value, n: null, state: 'ok', ageSeconds: 0 })
const frame = (at: string, full: boolean, tiles: Frame['tiles']): Frame => ({
  board: 'overview',
  at,
  full,
  tiles,
})
const t0 = Date.parse('2026-11-20T06:00:00Z')

describe('live state', () => {
  it('changes only the tiles a later frame names', () => {
    const first = withFrame(
      initialState(null, t0),
      frame('2026-11-20T06:00:00Z', true, { a: tile(1), b: tile(2) }),
      t0,
    )
    const next = withFrame(first, frame('2026-11-20T06:00:01Z', false, { b: tile(3) }), t0 + 1000)
    expect(next.tiles.a?.value).toBe(1)
    expect(next.tiles.b?.value).toBe(3)
    const full = withFrame(next, frame('2026-11-20T06:00:02Z', true, { a: tile(4) }), t0 + 2000)
    expect(Object.keys(full.tiles)).toEqual(['a'])
  })
  it('keeps the last good frame and says what is wrong', () => {
    const state = withFrame(initialState(null, t0), frame('2026-11-20T06:00:00Z', true, { a: tile(1) }), t0)
    expect(troubleOf(state, t0 + 14_000)).toBe('none')
    expect(troubleOf(state, t0 + 15_000)).toBe('stale')
    expect(troubleOf(withPing(state, t0 + 14_000), t0 + 20_000)).toBe('none')
    const away = withDatabase(state, false, t0 + 1000)
    expect(troubleOf(away, t0 + 2000)).toBe('database')
    // Grey frames keep coming; the data are still as old as they were.
    const grey = withFrame(away, frame('2026-11-20T06:00:05Z', false, { a: tile(1) }), t0 + 5000)
    expect(grey.at).toBe(state.at)
    expect(troubleOf(withDatabase(grey, true, t0 + 6000), t0 + 6000)).toBe('none')
    const lost = withLink(state, 'lost')
    expect(troubleOf(lost, t0 + 1000)).toBe('lost')
    expect(lost.tiles.a?.value).toBe(1)
    expect(troubleOf(withLink(lost, 'ended'), t0)).toBe('ended')
    expect(troubleOf(withFrame(lost, frame('2026-11-20T06:00:05Z', true, {}), t0 + 5000), t0 + 6000)).toBe(
      'none',
    )
  })
  it('knows the difference of the clocks', () => {
    expect(withFrame(initialState(null, t0), frame('2026-11-20T06:00:30Z', true, {}), t0).skew).toBe(30_000)
    expect(troubleOf(initialState(null, t0), t0)).toBe('connecting')
  })
  it('backs off with jitter, to half a minute', () => {
    expect(backoff(0, 0.5)).toBe(1000)
    expect(backoff(3, 0.5)).toBe(8000)
    expect(backoff(50, 0.5)).toBe(30_000)
    expect(backoff(0, 0)).toBe(700)
    expect(backoff(0, 1)).toBe(1300)
  })
})
