import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  candidateLimits,
  firingsOf,
  type Line,
  limitAt,
  outcomeOf,
  roundLimit,
  suggestLimit,
  type Trial,
  tryLimit,
} from '@/lib/alerts/backtest'
import { findingsOf } from '@/lib/alerts/checks'
import { outlasting, suggestWait, waitLimits } from '@/lib/alerts/past-waits'
import { windowed } from '@/lib/alerts/signal'

const STEP = 900_000
const line = (values: readonly (number | null)[], key = ''): Line => ({
  key,
  points: values.map((value, i) => ({ at: i * STEP, value })),
})
const timing = { forSeconds: 0, recoverTimes: 1, everySeconds: 60, keepFiringSeconds: 0 }
const above = (limit: number, recoverAt: number | null = null) => ({ op: '>' as const, limit, recoverAt })
const minutes = (ms: number | null) => (ms === null ? null : Math.round(ms / 60_000))

describe('what a rule would have done', () => {
  it('fires where the line crosses the limit, and recovers where it crosses back', () => {
    const [firing, ...others] = firingsOf(line([0, 100, 0]), above(50), timing)
    expect(others).toEqual([])
    expect([minutes(firing?.from ?? 0), minutes(firing?.to ?? 0)]).toEqual([8, 23])
    expect(firing?.worst).toBe(100)
    expect(minutes(firing?.worstAt ?? 0)).toBe(15)
  })

  it('waits for the time it must last', () => {
    const of = (forSeconds: number) => firingsOf(line([0, 60, 0]), above(50), { ...timing, forSeconds })
    expect(of(240).map(({ from, firedAt }) => (firedAt - from) / 1000)).toEqual([240])
    expect(of(600)).toEqual([])
  })

  it('is one firing while it is not far enough back, and two where it is', () => {
    const values = [0, 100, 45, 100, 0, 0]
    expect(firingsOf(line(values), above(50), timing)).toHaveLength(2)
    expect(firingsOf(line(values), above(50, 40), timing)).toHaveLength(1)
    expect(firingsOf(line(values), above(50), { ...timing, keepFiringSeconds: 600 })).toHaveLength(1)
  })

  it('mirrors for floors', () => {
    const values = [10, 90, 30, 80, 20]
    const up = firingsOf(line(values), above(50, 45), timing)
    const down = firingsOf(
      line(values.map((value) => -value)),
      { op: '<', limit: -50, recoverAt: -45 },
      timing,
    )
    expect(down.map(({ from, to }) => [from, to])).toEqual(up.map(({ from, to }) => [from, to]))
  })

  it('keeps what stands through a gap, and leaves it open at the end', () => {
    const [firing] = firingsOf(line([0, 100, null, null, 100]), above(50), timing)
    expect(firing?.to).toBeNull()
    expect(firingsOf(line([null, null]), above(50), timing)).toEqual([])
    expect(firingsOf(line([]), above(50), timing)).toEqual([])
    // A single point is its own quarter of an hour.
    expect(firingsOf(line([null, 100, null]), above(50), { ...timing, forSeconds: 900 })).toHaveLength(1)
  })

  it('fires less often the further the limit is, in time and in number of stretches', () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: null, freq: 8 }), {
      minLength: 2,
      maxLength: 60,
    })
    const outFor = (of: Line, limit: number) =>
      firingsOf(of, above(limit), timing).reduce(
        (sum, { from, to }) => sum + ((to ?? of.points.length * STEP) - from),
        0,
      )
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 99 }), (given, limit) => {
        const dense = line(given.map((value) => value ?? 0))
        expect(outFor(dense, limit + 1)).toBeLessThanOrEqual(outFor(dense, limit) + 1e-6)
        for (const firing of firingsOf(line(given), above(limit), timing)) {
          expect(firing.firedAt).toBe(firing.from)
          expect(firing.to ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(firing.from)
          expect(firing.worst).toBeGreaterThanOrEqual(limit)
        }
      }),
    )
  })
})

describe('other limits', () => {
  const values = Array.from({ length: 28 * 96 }, (_, i) => (i % 672 === 100 ? 150 : i % 96 === 40 ? 70 : 40))
  const trial: Trial = {
    lines: [line(values)],
    limit: { op: '>', recoverAt: null },
    timing,
    known: [],
    period: { from: 0, to: values.length * STEP },
    recoverBy: null,
  }
  const at = (limit: number, known: Trial['known'] = []) =>
    outcomeOf(limit, tryLimit(trial, limit), known, trial.period)

  it('count firings, those over five minutes, and how often a week', () => {
    const outcome = at(60)
    expect(outcome.firings).toBe(32)
    expect(outcome.perWeek).toBe(8)
    expect(outcome.longer).toBe(32)
    expect(at(149).longer).toBe(0)
    expect(at(60).caught).toBeNull()
  })

  it('catch known troubles, miss others, and are false elsewhere', () => {
    const known = [0, 1].map((week) => ({ from: (week * 672 + 99) * STEP, to: (week * 672 + 102) * STEP }))
    const far = { from: 50 * STEP, to: 51 * STEP }
    const outcome = at(100, [...known, far])
    expect([outcome.caught, outcome.missed, outcome.falseAlarms]).toEqual([2, 1, 2])
    expect(outcome.leadMs).toBeGreaterThan(0)
  })

  it('suggest by known troubles where there are some, by noise where there are none', () => {
    const limits = [45, 60, 100]
    const known = Array.from({ length: 4 }, (_, week) => ({
      from: (week * 672 + 99) * STEP,
      to: (week * 672 + 102) * STEP,
    }))
    const byKnown = suggestLimit(limits.map((limit) => at(limit, known)))
    expect(byKnown?.outcome.limit).toBe(100)
    expect(byKnown?.by).toBe('known')
    expect(byKnown?.tighter?.limit).toBe(60)
    const byNoise = suggestLimit(limits.map((limit) => at(limit)))
    expect(byNoise?.outcome.limit).toBe(100)
    expect(byNoise?.by).toBe('noise')
    expect(suggestLimit([at(500)])).toBeNull()
  })

  it('are round numbers of the outer tenth, the tightest first', () => {
    const found = candidateLimits(trial.lines, '>', (value) => roundLimit('seconds', value), 8)
    expect(found).toEqual([...found].sort((a, b) => a - b))
    expect(found.every((limit) => limit % 5 === 0)).toBe(true)
    expect(found.at(-1)).toBe(150)
    expect(roundLimit('share', 0.8534)).toBe(0.85)
    expect(roundLimit('seconds', 5_000)).toBe(5_100)
  })

  it('keep the distance of the recovery limit', () => {
    expect(limitAt({ limit: { op: '>', recoverAt: null }, recoverBy: 10 }, 75)).toEqual({
      op: '>',
      limit: 75,
      recoverAt: 65,
    })
  })
})

describe('windows', () => {
  const start = Date.UTC(2026, 10, 19, 16)
  const raw = (values: readonly (number | null)[], n: readonly number[]) => ({
    starts: values.map((_, i) => start + i * STEP),
    values,
    n,
    end: start + values.length * STEP,
  })
  const at = (
    window: Parameters<typeof windowed>[1],
    type: 'mean' | 'count',
    values: readonly (number | null)[],
    n: readonly number[],
  ) => windowed(raw(values, n), window, { type }, start, 'Asia/Shanghai').map(({ value }) => value)

  it('pool means by their cases and add counts up', () => {
    expect(at(30, 'mean', [10, 40, null, 20], [1, 2, 0, 2])).toEqual([null, 30, 40, 20])
    expect(at(30, 'count', [1, 2, 3, 4], [1, 2, 3, 4])).toEqual([null, 3, 5, 7])
    expect(at('last_15m', 'mean', [10, null], [1, 0])).toEqual([10, null])
  })

  it('grow with the day', () => {
    // 20 November begins at 16:00 UTC of the 19th.
    expect(at('today', 'count', [1, 2, 3, 4], [1, 2, 3, 4])).toEqual([1, 3, 6, 10])
  })
})

describe('a suggestion', () => {
  it('says by what it was chosen', () => {
    const outcome = (limit: number, firings: number, longer: number) => ({
      limit,
      firings,
      longer,
      longestMs: 3_600_000,
      perWeek: firings / 4,
      caught: null,
      missed: null,
      falseAlarms: null,
      leadMs: null,
    })
    const steady = suggestLimit([outcome(1, 90, 80), outcome(2, 20, 18), outcome(3, 4, 4)])
    expect([steady?.outcome.limit, steady?.by]).toEqual([2, 'noise'])
    const noisy = suggestLimit([outcome(1, 90, 80), outcome(2, 40, 40), outcome(3, 0, 0)])
    expect([noisy?.outcome.limit, noisy?.by]).toEqual([2, 'least'])
  })
})

describe('several conditions', () => {
  const low = line([0, 100, 100, 0, 0, 100, 0], 'a')
  const high = line([0, 0, 100, 100, 0, 0, 0], 'a')
  const trial = (join: 'and' | 'or', more: Partial<Trial> = {}): Trial => ({
    lines: [low],
    limit: { op: '>', recoverAt: null },
    timing,
    known: [],
    period: { from: 0, to: 7 * STEP },
    recoverBy: null,
    joined: { join, parts: [{ lines: [high], limit: above(50), whole: false }] },
    ...more,
  })
  const spans = (of: Trial) => tryLimit(of, 50).map(({ from, to }) => [minutes(from), minutes(to)])

  it('hold together where all of them do', () => {
    expect(spans(trial('and'))).toEqual([[23, 38]])
  })

  it('hold where any of them does, and end where all are back', () => {
    expect(spans(trial('or'))).toEqual([
      [8, 53],
      [68, 83],
    ])
  })

  it('take a number of the whole for every key of the others', () => {
    const parts = [{ lines: [high, line([0, 100, 0, 0, 0, 0, 0], 'b')], limit: above(50), whole: false }]
    const whole = trial('and', { whole: true, lines: [{ ...low, key: '' }], joined: { join: 'and', parts } })
    expect(tryLimit(whole, 50).map(({ key }) => key)).toEqual(['b', 'a'])
    const other = { lines: [line([100, 100, 100, 100, 100, 100, 100], '')], limit: above(50), whole: true }
    expect(spans(trial('and', { joined: { join: 'and', parts: [other] } }))).toHaveLength(2)
  })

  it('do not hold together where one is not known', () => {
    const parts = [{ lines: [line([100, 100], 'b')], limit: above(50), whole: false }]
    expect(spans(trial('and', { joined: { join: 'and', parts } }))).toEqual([])
    expect(spans(trial('or', { joined: { join: 'or', parts } }))).toHaveLength(2)
  })

  it('are what looking at every instant gives', () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: null, freq: 6 }), {
      minLength: 4,
      maxLength: 20,
    })
    fc.assert(
      fc.property(values, values, fc.constantFrom('and' as const, 'or' as const), (one, other, join) => {
        const [a, b] = [line(one, 'a'), line(other, 'a')]
        const outs = (of: Line) =>
          firingsOf(of, above(50), { ...timing, recoverTimes: 1 }).map(({ from, to }) => [from, to] as const)
        const of = trial(join, {
          lines: [a],
          joined: { join, parts: [{ lines: [b], limit: above(50), whole: false }] },
        })
        const found = tryLimit(of, 50)
        const holds = (spans: readonly (readonly [number, number | null])[], at: number) =>
          spans.some(([from, to]) => at > from && (to === null || at < to))
        const together = found.map(({ from, to }) => [from, to] as const)
        for (let at = STEP / 3; at < 20 * STEP; at += STEP / 3) {
          const [x, y] = [holds(outs(a), at), holds(outs(b), at)]
          // A gap keeps what stands, so a rule may hold on where its conditions are not known.
          if (join === 'or' && (x || y)) expect(holds(together, at)).toBe(true)
          if (join === 'and' && !x && !y) expect(holds(together, at)).toBe(false)
        }
      }),
    )
  })

  it('leave each line its own limit where the rule names none', () => {
    const lines = [
      { ...low, own: 50 },
      { ...high, key: 'b', own: 200 },
    ]
    const { joined: _, ...rest } = trial('and', { lines })
    expect(tryLimit(rest, null).map(({ key }) => key)).toEqual(['a', 'a'])
  })
})

describe('limits of waits', () => {
  it('are counted by those they outlast, and suggested where they run out once a day at most', () => {
    const limits = waitLimits([100])
    const place = (seconds: number) => limits.indexOf(seconds)
    expect(limits).toEqual([...limits].sort((x, y) => x - y))
    const bins = [
      { beyond: place(60) + 1, count: 1_000 },
      { beyond: place(600) + 1, count: 30 },
      { beyond: place(1_800) + 1, count: 20 },
    ]
    expect(outlasting(bins, limits, 60)).toBe(1_050)
    expect(outlasting(bins, limits, 100)).toBe(50)
    expect(outlasting(bins, limits, 1_800)).toBe(20)
    expect(suggestWait(bins, limits)).toBe(900)
    expect(suggestWait([{ beyond: 0, count: 5 }], limits)).toBeNull()
  })
})

describe('findings', () => {
  const rule = {
    name: 'x',
    kind: 'threshold' as const,
    params: {},
    activeIn: 'always' as const,
    mute: [],
    forSeconds: 0,
    ladder: 'l',
  }
  const limit = {
    op: '>' as const,
    limit: 60,
    recoverAt: null,
    minSample: 0,
    window: 'last_15m',
    isValue: true,
  }
  const metric = { unit: 'seconds', polarity: 'down' as const, isState: false }
  const seen = { values: [10, 70, 20], mostCases: 50, longestMs: 600_000, joined: false }
  const openings = { from: 0, to: 7 * 86_400_000, zone: 'UTC', always: true, calendars: [] }
  const known = { seen: null, gone: [], waits: [], openings }
  const codes = (change = {}, of = {}, facts = {}, past = {}, gone: readonly string[] = []) =>
    findingsOf(
      { ...rule, ...change },
      { ...limit, ...of },
      { ...metric, ...facts },
      { ...known, seen: { ...seen, ...past }, gone },
    ).map(({ code }) => code)

  it('has nothing to say of a rule that works', () => {
    expect(codes()).toEqual([])
  })

  it('says what can never fire', () => {
    expect(codes({}, { limit: 1 }, { unit: 'share', polarity: 'none' }, { values: [0.5] })).toContain(
      'beyond_range',
    )
    expect(codes({}, { op: '<', limit: 0 }, { polarity: 'up' })).toContain('beyond_range')
    expect(codes({}, { limit: 100 })).toEqual(['never_in_28_days'])
    expect(codes({}, {}, {}, { values: [null, null] })).toEqual(['no_data'])
    expect(codes({}, { minSample: 51 })).toEqual(['few_cases'])
    expect(codes({ forSeconds: 900 })).toEqual(['for_too_long'])
    expect(codes({ mute: [{ from: '00:00', to: '24:00' }] })).toEqual(['mute_all'])
    expect(codes({}, {}, {}, {}, ['抖音'])).toEqual(['gone_value'])
    expect(codes({}, { window: 'yesterday' }, { isState: true })).toEqual(['window_past'])
    expect(codes({}, { isValue: false }, { isState: true })).toContain('state_history')
    expect(codes({ forSeconds: 86_400 }, { window: 'today' })).toContain('for_past_midnight')
    expect(codes({}, {}, {}, { joined: true, longestMs: 0 })).toEqual(['never_together'])
  })

  it('says what fires always, the wrong way, or for nobody', () => {
    expect(codes({}, { limit: 5 }, {}, { values: Array.from({ length: 30 }, () => 70) })).toEqual(['always'])
    expect(codes({}, {}, { polarity: 'up' })).toEqual(['wrong_way'])
    expect(codes({ ladder: null })).toEqual(['ladder_none'])
    expect(codes({}, { recoverAt: 70 })).toEqual(['recover_side'])
    expect(codes({ name: ' ' })).toEqual(['name'])
  })

  it('looks at the past of waits, and at the hours they are timed by', () => {
    const params = { limitSeconds: 60, warnSeconds: null, vip: null, calendar: 'business' }
    const timed = { ...rule, kind: 'conversation' as const, params }
    const wait = {
      policy: null,
      part: 'wait' as const,
      limit: 60,
      waits: 10,
      limits: [],
      longest: 90,
      suggested: null,
      days: [],
      endedOnly: false,
      notKept: false,
    }
    const of = (more: object, calendars: readonly { name: string; open: [] }[] = [], always = true) =>
      findingsOf(timed, null, null, {
        ...known,
        waits: [{ ...wait, ...more }],
        openings: { ...openings, calendars, always },
      }).map(({ code, level }) => [code, level])
    expect(of({})).toEqual([])
    expect(of({ longest: 60 })).toEqual([['never_outlasted', 'doubt']])
    expect(of({ waits: 0, longest: null })).toEqual([['no_waits', 'doubt']])
    expect(of({ waits: 0, longest: null, notKept: true })).toEqual([])
    expect(of({}, [{ name: 'shut', open: [] }])).toEqual([['clock_none', 'doubt']])
    expect(of({}, [{ name: 'shut', open: [] }], false)).toEqual([['clock_none', 'never']])
  })

  it('looks at the waits of conversations', () => {
    const of = (params: object) =>
      findingsOf({ ...rule, kind: 'conversation', params }, null, null, known).map(({ code }) => code)
    expect(of({ limitSeconds: 60, warnSeconds: 60, vip: null })).toEqual(['warn_long'])
    expect(of({ limitSeconds: 60, warnSeconds: null, vip: { limitSeconds: 90, warnSeconds: null } })).toEqual(
      ['vip_looser'],
    )
  })
})
