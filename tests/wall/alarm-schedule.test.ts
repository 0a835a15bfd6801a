import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AlarmState,
  FULL_EVERY_MS,
  giveWay,
  HOLD_MS,
  QUIET,
  REMIND_MS,
  stepAlarms,
} from '@/components/wall/alarm-schedule'
import type { AlarmsResult } from '@/lib/boards/types'

type Row = AlarmsResult['rows'][number]

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  metric: 'queue_now',
  unit: 'people',
  scope: { channel: id },
  state: 'bad',
  value: 17,
  limit: 10,
  since: '2026-11-20T06:31:00Z',
  canHelp: [],
  worst: false,
  acknowledgedAt: null,
  ...more,
})

describe('the alarm in front', () => {
  it('takes zone F for 30 s, once', () => {
    const shown = stepAlarms(QUIET, [row('a')], 1_000)
    expect(shown.showing).toEqual({ id: 'a', mode: 'zone', since: 1_000, until: 1_000 + HOLD_MS })
    expect(stepAlarms(shown, [row('a')], 30_999).showing?.id).toBe('a')
    const over = stepAlarms(shown, [row('a')], 31_000)
    expect(over.showing).toBeNull()
    expect(stepAlarms(over, [row('a')], 90_000).showing).toBeNull()
  })

  it('shows one after the other, the worst first', () => {
    const first = stepAlarms(QUIET, [row('a'), row('b')], 0)
    expect(first.showing?.id).toBe('a')
    expect(stepAlarms(first, [row('a'), row('b')], HOLD_MS).showing?.id).toBe('b')
  })

  it('gives the place back at once when the alarm ends, and shows it again when it comes anew', () => {
    const shown = stepAlarms(QUIET, [row('a')], 0)
    const ended = stepAlarms(shown, [], 5_000)
    expect([ended.showing, ended.seen]).toEqual([null, {}])
    expect(stepAlarms(ended, [row('a')], 60_000).showing?.id).toBe('a')
  })

  it('steps back into its zone for a scene somebody has chosen, and leaves it the screen for 30 s', () => {
    const worst = row('a', { worst: true })
    const full = stepAlarms(QUIET, [worst], 1_000)
    expect(full.showing?.mode).toBe('full')
    const back = giveWay(full, 5_000)
    expect(back.showing).toEqual({ ...full.showing, mode: 'zone' })
    expect(stepAlarms(back, [worst], 6_000).showing?.mode).toBe('zone')
    const chosen = giveWay(QUIET, 5_000_000)
    expect(stepAlarms(chosen, [worst], 5_029_999).showing?.mode).toBe('zone')
    expect(stepAlarms(chosen, [worst], 5_030_000).showing?.mode).toBe('full')
  })

  it('leaves alone what is acknowledged or only watched', () => {
    const rows = [row('a', { acknowledgedAt: '2026-11-20T06:32:00Z' }), row('b', { state: 'watch' })]
    expect(stepAlarms(QUIET, rows, 0).showing).toBeNull()
    const shown = stepAlarms(QUIET, [row('a')], 0)
    expect(stepAlarms(shown, rows, 2_000).showing).toBeNull()
  })

  it('gives the whole screen to the worst, at most once in three minutes, and reminds of what nobody took', () => {
    const worst = row('a', { worst: true })
    const full = stepAlarms(QUIET, [worst], 0)
    expect(full.showing?.mode).toBe('full')
    const second = stepAlarms(full, [row('b', { worst: true }), worst], 40_000)
    expect(second.showing).toMatchObject({ id: 'b', mode: 'zone' })
    const later = stepAlarms(second, [row('b', { worst: true }), worst], FULL_EVERY_MS)
    expect(later.showing).toMatchObject({ id: 'b', mode: 'full' })
    const quiet = stepAlarms(full, [worst], HOLD_MS)
    expect(stepAlarms(quiet, [worst], REMIND_MS - 1).showing).toBeNull()
    expect(stepAlarms(quiet, [worst], REMIND_MS).showing?.mode).toBe('full')
  })

  it('holds its promises whatever comes', () => {
    const rows = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        worst: fc.boolean(),
        bad: fc.boolean(),
        taken: fc.boolean(),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rows, fc.integer({ min: 100, max: 90_000 })), { maxLength: 60 }),
        (steps) => {
          let state: AlarmState = QUIET
          let now = 0
          let lastFull = Number.NEGATIVE_INFINITY
          for (const [given, passed] of steps) {
            now += passed
            const unique = [...new Map(given.map((it) => [it.id, it])).values()].map((it) =>
              row(it.id, {
                worst: it.worst,
                state: it.bad ? 'bad' : 'watch',
                acknowledgedAt: it.taken ? '2026-11-20T06:32:00Z' : null,
              }),
            )
            const before: AlarmState = state
            state = stepAlarms(state, unique, now)
            const { showing } = state
            if (showing) {
              const shown = unique.find((it) => it.id === showing.id)
              expect(shown?.state).toBe('bad')
              expect(shown?.acknowledgedAt).toBeNull()
              expect(showing.until - showing.since).toBe(HOLD_MS)
              expect(now).toBeLessThan(showing.until)
              if (showing.mode === 'full') {
                expect(shown?.worst === true || before.showing === showing).toBe(true)
                if (before.showing !== showing) {
                  expect(showing.since - lastFull).toBeGreaterThanOrEqual(FULL_EVERY_MS)
                  lastFull = showing.since
                }
              }
            }
            // Bounded: nothing is remembered of what has ended.
            for (const id of Object.keys(state.seen)) expect(unique.some((it) => it.id === id)).toBe(true)
            expect(stepAlarms(state, unique, now)).toEqual(state)
          }
        },
      ),
    )
  })
})
