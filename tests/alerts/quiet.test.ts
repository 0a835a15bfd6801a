import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, groupOf, keyOf } from '@/lib/alerts/keys'
import { quietReasons, spanEnd } from '@/lib/alerts/quiet'
import type { AlarmScope } from '@/lib/alerts/types'
import { foldConfig } from '@/lib/facts/config'

const zone = 'Asia/Shanghai'
const shanghai = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour - 8, minute)
const moment = { zone, calendars: foldConfig({ zone }), silences: [], firing: [] }
const rule = { id: 'r', mute: [], activeIn: 'always' as const, inhibitedBy: [] }

const scopes: fc.Arbitrary<AlarmScope> = fc.record(
  {
    channel: fc.constantFrom('a', 'b', null),
    team: fc.constantFrom('x&y', 'x=y', null),
    agent: fc.constantFrom('林 晓', null),
  },
  { requiredKeys: [] },
)

describe('keys', () => {
  it('are the same for the same scope only', () => {
    fc.assert(
      fc.property(scopes, scopes, (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(covers(a, b) && covers(b, a))
      }),
    )
  })

  it('name a conversation by itself, whoever has it', () => {
    const one = { source: 's', subject: '1', agent: 'a' }
    expect(keyOf(one)).toBe(keyOf({ ...one, agent: 'b', channel: 'c' }))
    expect(keyOf(one)).not.toBe(keyOf({ ...one, subject: '2' }))
  })

  it('group by what is asked for', () => {
    const scope = { channel: 'a', team: 'x', subject: '1', source: 's' }
    expect(groupOf('key', scope).key).toBe(keyOf(scope))
    expect(groupOf('channel', scope)).toEqual({ key: 'channel=a', scope: { channel: 'a' } })
    expect(groupOf('team', { channel: 'a' })).toEqual({ key: 'team', scope: { team: null } })
    expect(groupOf('rule', scope)).toEqual({ key: '', scope: {} })
  })
})

describe('quiet', () => {
  it('takes a window over midnight as that of the day it begins on', () => {
    const night = { from: '22:00', to: '08:00', weekdays: [5] }
    // 20 November 2026 is a Friday.
    expect(spanEnd(night, shanghai(20, 23), zone)).toBe(shanghai(21, 8))
    expect(spanEnd(night, shanghai(21, 7, 59), zone)).toBe(shanghai(21, 8))
    expect(spanEnd(night, shanghai(21, 8), zone)).toBeNull()
    expect(spanEnd(night, shanghai(21, 23), zone)).toBeNull()
    expect(spanEnd({ from: '00:00', to: '24:00' }, shanghai(20, 0), zone)).toBe(shanghai(21, 0))
  })

  it('joins mute windows that follow each other', () => {
    const mute = [
      { from: '22:00', to: '02:00' },
      { from: '02:00', to: '08:00' },
    ]
    const [reason] = quietReasons({ ...rule, mute }, {}, shanghai(20, 23), moment)
    expect(reason).toEqual({ kind: 'mute', until: shanghai(21, 8) })
    expect(quietReasons({ ...rule, mute }, {}, shanghai(20, 12), moment)).toEqual([])
  })

  it('is silent where a silence covers the scope, until it ends', () => {
    const silence = {
      id: 's',
      ruleId: null,
      matcher: { channel: 'a' },
      from: 100,
      until: 200,
      endedAt: null,
    }
    const at = (now: number, scope: AlarmScope, change = {}) =>
      quietReasons(rule, scope, now, { ...moment, silences: [{ ...silence, ...change }] }).length
    expect(at(100, { channel: 'a', team: 'x' })).toBe(1)
    expect(at(99, { channel: 'a' })).toBe(0)
    expect(at(200, { channel: 'a' })).toBe(0)
    expect(at(150, { channel: 'b' })).toBe(0)
    expect(at(150, {})).toBe(0)
    expect(at(150, { channel: 'a' }, { ruleId: 'other' })).toBe(0)
    expect(at(150, { channel: 'a' }, { ruleId: 'r' })).toBe(1)
    expect(at(150, { channel: 'a' }, { endedAt: 140 })).toBe(0)
  })

  it('is explained by a wider alarm of a rule it names, and by no narrower one', () => {
    const named = { ...rule, inhibitedBy: ['wide'] }
    const given = (scope: AlarmScope, firing: AlarmScope, ruleId = 'wide') =>
      quietReasons(named, scope, 0, { ...moment, firing: [{ ruleId, scope: firing }] }).map(
        ({ kind }) => kind,
      )
    expect(given({ channel: 'a' }, {})).toEqual(['inhibited'])
    expect(given({ channel: 'a', team: 'x' }, { channel: 'a' })).toEqual(['inhibited'])
    expect(given({}, { channel: 'a' })).toEqual([])
    expect(given({ channel: 'b' }, { channel: 'a' })).toEqual([])
    expect(given({ channel: 'a' }, {}, 'another')).toEqual([])
  })

  it('agrees with counting minutes on which of them are muted', () => {
    const clock = fc
      .integer({ min: 0, max: 1439 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)
    const windows = fc.record({
      from: clock,
      to: clock,
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    })
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 7 * 1440 - 1 }), (window, minute) => {
        fc.pre(window.from !== window.to)
        const [start, end] = [window.from, window.to].map((text) => {
          const [h = 0, m = 0] = text.split(':').map(Number)
          return h * 60 + m
        }) as [number, number]
        const day = Math.floor(minute / 1440) + 1
        const of = minute % 1440
        const before = day === 1 ? 7 : day - 1
        const wraps = end <= start
        const muted = wraps
          ? (window.weekdays.includes(day) && of >= start) || (window.weekdays.includes(before) && of < end)
          : window.weekdays.includes(day) && of >= start && of < end
        // 16 November 2026 is a Monday.
        const at = shanghai(16, 0) + minute * 60_000
        expect(spanEnd(window, at, zone) !== null).toBe(muted)
      }),
    )
  })
})
