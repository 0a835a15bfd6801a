import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pause, step } from '@/lib/alerts/step'
import type { Evaluation, KeyState, Transition, Verdict } from '@/lib/alerts/types'

type Timing = Parameters<typeof step>[2]

const LIMIT = 100
const MINUTE = 60_000

/** A value against a ceiling of 100 that recovers at 90. */
function evaluation(verdict: Verdict, value: number | null): Evaluation {
  return {
    key: '',
    scope: {},
    verdict,
    value,
    limit: LIMIT,
    recovered: value !== null && value <= 90,
    metric: 'frt_avg',
    unit: 'seconds',
    n: 10,
    expected: null,
  }
}

const seen = (value: number): Evaluation => evaluation(value > LIMIT ? 'breach' : 'ok', value)

const rule = (change: Partial<Timing> = {}): Timing => ({
  forSeconds: 0,
  keepFiringSeconds: 0,
  recoverTimes: 1,
  noData: 'keep',
  onError: 'keep',
  flap: null,
  ...change,
})

/** What is told, by minute; every evaluation is a minute after the one before. */
function run(evaluations: readonly Evaluation[], timing: Timing) {
  let state: KeyState | null = null
  const states: KeyState[] = []
  const told: Transition[] = []
  for (const [i, it] of evaluations.entries()) {
    const result = step(state, it, timing, i * MINUTE)
    state = result.next
    states.push(result.next)
    told.push(result.transition)
  }
  return { states, told }
}

const signals = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 101, max: 140 }).map(seen) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 90 }).map(seen) },
  { weight: 1, arbitrary: fc.integer({ min: 91, max: 100 }).map(seen) },
  { weight: 1, arbitrary: fc.constant(evaluation('no_data', null)) },
  { weight: 1, arbitrary: fc.constant({ ...evaluation('error', null), error: 'x' }) },
)
const histories = fc.array(signals, { minLength: 1, maxLength: 80 })
const timings: fc.Arbitrary<Timing> = fc.record({
  forSeconds: fc.constantFrom(0, 60, 120, 300),
  keepFiringSeconds: fc.constantFrom(0, 60, 180),
  recoverTimes: fc.integer({ min: 1, max: 4 }),
  noData: fc.constantFrom('keep', 'ok', 'alarm'),
  onError: fc.constantFrom('keep', 'ok', 'alarm'),
  flap: fc.option(
    fc.record({ changes: fc.integer({ min: 2, max: 6 }), minutes: fc.integer({ min: 3, max: 30 }) }),
    {
      nil: null,
    },
  ),
})

type Signal = 'in' | 'between' | 'out' | 'blind'

function signalOf(it: Evaluation, timing: Timing): Signal {
  if (it.verdict === 'breach') return 'out'
  if (it.verdict === 'ok') return it.recovered ? 'in' : 'between'
  const answer = it.verdict === 'error' ? timing.onError : timing.noData
  return answer === 'keep' ? 'blind' : answer === 'ok' ? 'in' : 'out'
}

const OPENS: ReadonlySet<Transition> = new Set(['fire', 'no_data', 'error'])

describe('the state machine', () => {
  it('opens and recovers in turns, and tells nothing else out of turn', () => {
    fc.assert(
      fc.property(histories, timings, (history, timing) => {
        let open = false
        let flapped = false
        const { told, states } = run(history, timing)
        for (const [i, transition] of told.entries()) {
          if (OPENS.has(transition)) {
            expect(open).toBe(false)
            open = true
            flapped = false
          } else if (transition === 'recover') {
            expect(open).toBe(true)
            open = false
          } else if (transition === 'worse') expect(open).toBe(true)
          else if (transition === 'flap') {
            expect(open).toBe(true)
            expect(flapped).toBe(false)
            flapped = true
          }
          expect(states[i]?.open).toBe(open)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('opens exactly when it was out for long enough without a look inside', () => {
    fc.assert(
      fc.property(histories, timings, (history, timing) => {
        const { told, states } = run(history, timing)
        let since: number | null = null
        let open = false
        for (const [i, it] of history.entries()) {
          const signal = signalOf(it, timing)
          if (!open) {
            if (signal === 'out') since ??= i
            else if (signal !== 'blind') since = null
            // Blind looks let the clock run: what stands is kept.
            const due = signal === 'out' && since !== null && (i - since) * 60 >= timing.forSeconds
            expect(OPENS.has(told[i] ?? 'none')).toBe(due)
          }
          open = states[i]?.open ?? false
          if (open) since = null
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('recovers exactly after enough looks inside in a row and the time it keeps firing', () => {
    fc.assert(
      fc.property(histories, timings, (history, given) => {
        const timing = { ...given, flap: null }
        const { told, states } = run(history, timing)
        let inside = 0
        let kept: number | null = null
        let open = false
        for (const [i, it] of history.entries()) {
          const signal = signalOf(it, timing)
          let due = false
          if (open) {
            if (signal === 'in') {
              inside++
              if (inside >= timing.recoverTimes) {
                kept ??= i
                due = (i - kept) * 60 >= timing.keepFiringSeconds
              }
            } else if (signal !== 'blind') {
              inside = 0
              kept = null
            }
            expect(told[i] === 'recover').toBe(due)
          }
          open = states[i]?.open ?? false
          if (!open) {
            inside = 0
            kept = null
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('depends on nothing but its arguments, and leaves the state it was given as it was', () => {
    fc.assert(
      fc.property(histories, timings, signals, (history, timing, last) => {
        const before = run(history, timing).states.at(-1) ?? null
        const copy = structuredClone(before)
        const now = history.length * MINUTE
        const once = step(before, last, timing, now)
        expect(step(before, last, timing, now)).toEqual(once)
        expect(before).toEqual(copy)
      }),
    )
  })

  it('shows the newest value and instant, whatever the phase', () => {
    fc.assert(
      fc.property(histories, timings, (history, timing) => {
        const { states } = run(history, timing)
        for (const [i, it] of history.entries()) {
          expect(states[i]?.value).toBe(it.value)
          expect(states[i]?.evaluatedAt).toBe(i * MINUTE)
          expect(states[i]?.since).toBeLessThanOrEqual(i * MINUTE)
        }
      }),
    )
  })

  it('flaps only past the number of changes in the window, and ends when it is calm', () => {
    fc.assert(
      fc.property(histories, timings, (history, given) => {
        const flap = { changes: 3, minutes: 10 }
        const timing: Timing = { ...given, noData: 'ok', onError: 'ok', flap }
        const calm = Array.from({ length: 40 }, () => seen(0))
        const { told, states } = run([...history, ...calm], timing)
        const changes: number[] = []
        for (const [i, transition] of told.entries()) {
          if (OPENS.has(transition) || transition === 'recover') changes.push(i)
          if (transition === 'flap') {
            // The change back that was held is the one too many.
            expect(changes.filter((at) => at > i - flap.minutes).length).toBeGreaterThanOrEqual(flap.changes)
          }
        }
        expect(states.at(-1)?.open).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('phases', () => {
  const phases = (evaluations: readonly Evaluation[], timing: Timing) =>
    run(evaluations, timing).states.map(({ phase }) => phase)

  it('goes normal, pending, firing, keep firing, normal', () => {
    expect(
      phases(
        [seen(50), seen(110), seen(110), seen(80), seen(80), seen(80)],
        rule({ forSeconds: 60, keepFiringSeconds: 60, recoverTimes: 2 }),
      ),
    ).toEqual(['normal', 'pending', 'firing', 'firing', 'keep_firing', 'normal'])
  })

  it('says why it is blind where nothing stands', () => {
    const nothing = evaluation('no_data', null)
    expect(phases([nothing, evaluation('error', null), seen(50)], rule())).toEqual([
      'no_data',
      'error',
      'normal',
    ])
  })

  it('is paused and goes on where it was', () => {
    const fired = step(null, seen(110), rule(), 0).next
    const paused = pause(fired, MINUTE)
    expect(paused.phase).toBe('paused')
    expect(paused.open).toBe(true)
    const back = step(paused, seen(110), rule(), 2 * MINUTE)
    expect(back.next.phase).toBe('firing')
    expect(back.transition).toBe('none')
    const calm = step(pause(step(null, seen(50), rule(), 0).next, MINUTE), seen(50), rule(), 2 * MINUTE)
    expect(calm.next.phase).toBe('normal')
    expect(pause(paused, 3 * MINUTE)).toBe(paused)
  })

  it('forgets a breach that began before it was paused', () => {
    const pending = step(null, seen(110), rule({ forSeconds: 120 }), 0).next
    const back = step(pause(pending, MINUTE), seen(110), rule({ forSeconds: 120 }), 10 * MINUTE)
    expect(back.next.phase).toBe('pending')
    expect(back.transition).toBe('none')
  })

  it('measures worse by what was told last and by the room there is', () => {
    const { told } = run([seen(110), seen(130), seen(150), seen(180), seen(200)], rule())
    expect(told).toEqual(['fire', 'none', 'worse', 'none', 'worse'])
    const share = (value: number): Evaluation => ({
      ...evaluation(value < 0.85 ? 'breach' : 'ok', value),
      limit: 0.85,
      unit: 'share',
      recovered: value >= 0.85,
    })
    expect(run([share(0.84), share(0.8), share(0.77)], rule()).told).toEqual(['fire', 'none', 'worse'])
  })
})
