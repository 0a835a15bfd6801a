import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { radarQuery, radarView, toggled } from '@/components/radar/radar-view'
import { radarState, secondsLeft, suggestions } from '@/lib/boards/radar'

describe('a countdown', () => {
  it('is bad beyond its limit, and worth a look before it: ten minutes at 2:00, three at 1:00, a VIP’s 0:30 at 0:10', () => {
    const turns = [
      [600, 120],
      [240, 60],
      [180, 60],
      [60, 20],
      [30, 10],
    ] as const
    for (const [limit, soon] of turns) {
      expect([soon + 0.1, soon, 0, -0.1].map((left) => radarState(left, limit))).toEqual([
        'ok',
        'watch',
        'watch',
        'bad',
      ])
    }
    expect(secondsLeft({ dueAt: '2026-11-20T06:00:30.000Z' }, Date.parse('2026-11-20T06:00:00Z'))).toBe(30)
  })
})

describe('whom to ask', () => {
  const row = (team: string, more: { agent?: string; claimed?: boolean } = {}) => ({
    team,
    agent: more.agent ?? null,
    claim: more.claimed === true ? { name: 'x', at: '', mine: false } : null,
  })
  const free = [
    { agent: '青禾', team: '官网组', room: 2 },
    { agent: '南星', team: '直播组', room: 1 },
  ]

  it('is somebody free of the same team first, and everybody once before anybody twice', () => {
    expect(suggestions([row('直播组'), row('直播组'), row('直播组'), row('直播组')], free)).toEqual([
      '南星',
      '青禾',
      '青禾',
      null,
    ])
  })

  it('is nobody where somebody has it already, or nobody is free', () => {
    expect(suggestions([row('a', { agent: '若溪' }), row('a', { claimed: true })], free)).toEqual([
      null,
      null,
    ])
    expect(suggestions([row('a')], [])).toEqual([null])
  })

  it('never asks more of anybody than there is room', () => {
    const people = fc.array(
      fc.record({
        agent: fc.constantFrom('a', 'b', 'c', 'd'),
        team: fc.constantFrom('x', 'y'),
        room: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 12 }), people, (teams, drawn) => {
        const unique = [...new Map(drawn.map((person) => [person.agent, person])).values()]
        const named = suggestions(
          teams.map((team) => row(team)),
          unique,
        )
        for (const { agent, room } of unique)
          expect(named.filter((name) => name === agent).length).toBeLessThanOrEqual(room)
        const room = unique.reduce((sum, person) => sum + person.room, 0)
        expect(named.filter((name) => name !== null)).toHaveLength(Math.min(room, teams.length))
      }),
    )
  })
})

describe('what the radar is narrowed to', () => {
  it('stands in the address and comes back from it', () => {
    const view = { channels: ['douyin', '-'], team: '直播组', vip: true }
    expect(radarView(new URLSearchParams(radarQuery(view)))).toEqual(view)
    expect(radarQuery(radarView(new URLSearchParams('')))).toBe('')
    expect(radarView(new URLSearchParams('channel=a,,a&vip=0&team='))).toEqual({
      channels: ['a'],
      team: null,
      vip: false,
    })
    expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b'])
  })
})
