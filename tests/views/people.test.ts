import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentHref, agentName, type Names } from '@/components/people/agent-names'
import { compareFigures, spread } from '@/components/people/comparison'
import { timelineOf } from '@/components/people/day-timeline'
import { helpers, type PersonNow, teamsNow } from '@/components/people/load'
import { joinQuery, parsePeople, peopleQuery } from '@/components/people/page-params'
import { scaleOf } from '@/components/people/rank-scale'
import {
  groupStandings,
  type MixedCases,
  meanInterval,
  standingsFromAnswer,
  standingsOf,
} from '@/components/people/standings'
import { loadState, roomOf } from '@/lib/boards/team-rows'
import { maskName } from '@/lib/core/masking'
import { metricById } from '@/lib/metrics/catalogue'
import type { Metric, QueryResult, QueryRow } from '@/lib/metrics/types'

const metric = (id: string): Metric => {
  const found = metricById(id)
  if (found === undefined) throw new Error(`the catalogue has no ${id}`)
  return found
}

/** `n` values of one mean, spread by `sd` around it. */
const cases = (group: string | null, channel: string, issueType: string, n: number, mean: number, sd = 10) =>
  ({
    group,
    channel,
    issueType,
    part: 1,
    n,
    sum: n * mean,
    squares: (n - 1) * sd * sd + n * mean * mean,
  }) satisfies MixedCases

describe('fair comparison', () => {
  const frt = metric('agent_frt_avg')
  const mixed = [
    cases('quick', 'jd', 'refund', 200, 20),
    cases('usual', 'jd', 'refund', 200, 30),
    cases('slow', 'jd', 'refund', 200, 40),
    cases('new', 'jd', 'refund', 3, 90),
    cases('caller', 'phone', 'refund', 50, 5),
    cases(null, 'jd', 'refund', 500, 1000),
  ]
  const keys = (all: readonly { readonly key: string }[]) => all.map((it) => it.key)

  it('makes three groups from intervals, and leaves out too few, the incomparable and nobody’s cases', () => {
    const standings = standingsOf(mixed, frt, 'agent')
    expect(standings.line).toBeCloseTo((200 * 90 + 270 + 250) / 653, 6)
    const groups = groupStandings(standings, frt, 'adjusted')
    expect(keys(groups.better)).toEqual(['quick'])
    expect(keys(groups.help)).toEqual(['slow'])
    expect(keys(groups.usual)).toEqual(['usual'])
    expect(keys(groups.few)).toEqual(['new'])
    expect(keys(groups.alone)).toEqual(['caller'])
    const raw = groupStandings(standings, frt, 'raw')
    expect(raw.alone).toEqual([])
    expect(keys(raw.better)).toEqual(['caller', 'quick'])
  })

  it('turns with the direction of the metric', () => {
    const csat = metric('csat')
    const shares = [
      { ...cases('good', 'jd', 'x', 200, 0), sum: 195, squares: 0 },
      { ...cases('bad', 'jd', 'x', 200, 0), sum: 150, squares: 0 },
    ]
    const groups = groupStandings(standingsOf(shares, csat, 'agent'), csat, 'adjusted')
    expect(keys(groups.better)).toEqual(['good'])
    expect(keys(groups.help)).toEqual(['bad'])
  })

  it('orders by name within a group, whatever the order of the cases', () => {
    const names = ['周宁', '阿哲', '半夏', '云舒']
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 4 }), (order) => {
        const all = order.map((name) => cases(name, 'jd', 'x', 50, 30))
        expect(keys(groupStandings(standingsOf(all, frt, 'agent'), frt, 'raw').usual)).toEqual([
          '阿哲',
          '半夏',
          '云舒',
          '周宁',
        ])
      }),
    )
  })

  it('does not put two of the same work apart because of their cases', () => {
    const all = [
      cases('chats', 'jd', 'invoice', 190, 20),
      cases('chats', 'jd', 'refund', 10, 200),
      cases('refunds', 'jd', 'invoice', 10, 20),
      cases('refunds', 'jd', 'refund', 190, 200),
    ]
    const standings = standingsOf(all, frt, 'agent')
    const groups = groupStandings(standings, frt, 'adjusted')
    expect(keys(groups.usual)).toEqual(['chats', 'refunds'])
    expect(groupStandings(standings, frt, 'raw').help.length).toBe(1)
  })

  it('takes raw figures from an answer where single cases are too many', () => {
    const row = (agent: string | null, value: number, n: number): QueryRow => ({
      agent,
      csat: value,
      n: { csat: n },
      interval: { csat: [value - 0.05, value + 0.05] },
    })
    const rows = [row('a', 0.9, 100), row('b', 0.7, 300), row(null, 0.1, 900)]
    const standings = standingsFromAnswer({ rows } as unknown as QueryResult, 'csat', 'agent')
    expect(standings.line).toBeCloseTo(0.75, 9)
    expect(standings.all.map((it) => [it.key, it.adjusted])).toEqual([
      ['a', null],
      ['b', null],
    ])
  })

  it('has the t-interval of a mean, from 0 up, and none of a single value', () => {
    const interval = meanInterval(20, 20 * 30, 19 * 100 + 20 * 900)
    expect(interval?.[0]).toBeCloseTo(30 - 4.68, 2)
    expect(interval?.[1]).toBeCloseTo(30 + 4.68, 2)
    expect(meanInterval(2, 2, 200)?.[0]).toBe(0)
    expect(meanInterval(1, 5, 25)).toBeNull()
  })

  it('has a scale that holds every interval, and tells durations apart by how many times longer they are', () => {
    const figure = (value: number, low: number, high: number) => ({ value, interval: [low, high] }) as const
    const scale = scaleOf(true, [figure(30, 20, 40), figure(60, 0, 600)], 45)
    expect(scale.low).toBe(10)
    expect(scale.high).toBe(600)
    expect(scale.at(60) - scale.at(30)).toBeCloseTo(scale.at(120) - scale.at(60), 9)
    expect(scale.at(0)).toBe(scale.at(scale.low))
    const shares = scaleOf(false, [figure(0.9, 0.8, 0.95)], 0.7)
    expect([shares.low, shares.high, shares.at(0.8)]).toEqual([0.7, 0.95, 0.8])
    expect(scaleOf(true, [], null)).toMatchObject({ low: 0, high: 1 })
  })
})

describe('side by side', () => {
  const row = (id: string, value: number, n: number, interval?: readonly [number, number]): QueryRow => ({
    [id]: value,
    n: { [id]: n },
    ...(interval ? { interval: { [id]: interval } } : {}),
  })
  const csat = metric('csat')
  const frt = metric('frt_avg')

  it('says whether a difference may be chance, and which way is better', () => {
    const near = compareFigures(csat, row('csat', 0.8, 100), row('csat', 0.82, 100))
    expect(near.verdict).toBe('chance')
    expect(near.value).toBeCloseTo(-0.02, 9)
    expect(compareFigures(csat, row('csat', 0.95, 400), row('csat', 0.7, 400)).verdict).toBe('better')
    expect(compareFigures(csat, row('csat', 0.7, 400), row('csat', 0.95, 400)).verdict).toBe('worse')
    const quick = row('frt_avg', 30, 100, [28, 32])
    const slow = row('frt_avg', 60, 100, [55, 65])
    expect(compareFigures(frt, quick, slow).verdict).toBe('better')
    expect(compareFigures(frt, slow, quick).verdict).toBe('worse')
  })

  it('does not judge small samples, missing figures and figures without an interval', () => {
    expect(compareFigures(csat, row('csat', 1, 3), row('csat', 0.5, 400))).toEqual({
      value: null,
      interval: null,
      verdict: 'few',
    })
    expect(compareFigures(csat, null, row('csat', 0.5, 400)).verdict).toBe('open')
    const bare = compareFigures(frt, row('frt_avg', 30, 100), row('frt_avg', 60, 100))
    expect([bare.value, bare.interval, bare.verdict]).toEqual([-30, null, 'open'])
    const counts = metric('tickets_opened')
    expect(compareFigures(counts, row('tickets_opened', 9, 9), row('tickets_opened', 4, 4))).toMatchObject({
      value: 5,
      verdict: 'open',
    })
  })

  it('moves labels apart, within the chart, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
        (places) => {
          const moved = spread(places, 0.15)
          const order = [...places.keys()].sort((a, b) => (moved[a] ?? 0) - (moved[b] ?? 0))
          order.forEach((place, i) => {
            const before = order[i - 1]
            if (before === undefined) return
            expect((moved[place] ?? 0) - (moved[before] ?? 0)).toBeGreaterThanOrEqual(0.15 - 1e-9)
            expect(places[place] ?? 0).toBeGreaterThanOrEqual((places[before] ?? 0) - 1e-9)
          })
          expect(Math.max(...moved)).toBeLessThanOrEqual(1 + 1e-9)
        },
      ),
    )
  })
})

describe('who is there now', () => {
  const person = (agent: string, team: string, status: string, open: number, capacity: number | null = 2) =>
    ({ agent, team, status, open, capacity, since: 0 }) satisfies PersonNow
  const people = [
    person('amy', 'red', 'available', 2),
    person('bo', 'red', 'available', 0),
    person('cai', 'red', 'offline', 0),
    person('dan', 'blue', 'available', 3),
    person('eve', 'blue', 'busy', 1),
    person('fay', 'green', 'available', 0, null),
  ]

  it('orders teams by load, and counts who has room', () => {
    const teams = teamsNow(people)
    expect(teams.map(({ team, load, free, members }) => [team, load, free, members])).toEqual([
      ['blue', 1, 0, 2],
      ['red', 0.5, 1, 3],
      ['green', null, 1, 1],
    ])
    expect(teams[1]?.online.map(({ agent }) => agent)).toEqual(['amy', 'bo'])
  })

  it('names only those who are available with room', () => {
    expect(helpers(people).map(({ agent }) => agent)).toEqual(['bo', 'fay'])
    // Whose capacity nobody says takes one at a time.
    expect(people.map(roomOf)).toEqual([0, 2, 0, 0, 0, 1])
    expect(roomOf({ status: 'available', open: 1, capacity: null })).toBe(0)
    expect([null, 0.5, 0.9, 1, 1.2].map((load) => loadState(load, metricById('load'), 'A'))).toEqual([
      'none',
      'ok',
      'watch',
      'watch',
      'bad',
    ])
  })

  it('draws a day from its first to its last presence, up to now', () => {
    const H = 3_600_000
    const parts = timelineOf(
      [
        { status: 'available', startedAt: 10 * H, endedAt: 11 * H },
        { status: 'offline', startedAt: -5 * H, endedAt: 9 * H },
        { status: 'available', startedAt: 9 * H, endedAt: 10 * H },
        { status: 'busy', startedAt: 11 * H, endedAt: null },
      ],
      { from: 0, to: 24 * H },
      12 * H,
    )
    expect(parts).toEqual([
      { status: 'available', from: 9 * H, to: 11 * H },
      { status: 'busy', from: 11 * H, to: 12 * H },
    ])
    expect(timelineOf([{ status: 'offline', startedAt: 0, endedAt: null }], { from: 0, to: H }, H)).toEqual(
      [],
    )
  })
})

describe('names', () => {
  const shown: Names = { hidden: false, own: null, fixed: false }
  const hidden: Names = { hidden: true, own: null, fixed: false }
  const agent: Names = { hidden: true, own: '半夏', fixed: true }

  it('masks everybody but the reader, and opens no page of others to an agent', () => {
    expect([maskName('半夏'), maskName('Leo'), maskName(' 李 '), maskName('')]).toEqual([
      '半**',
      'L**',
      '李**',
      '',
    ])
    expect(agentName(shown, '云舒')).toBe('云舒')
    expect(agentName(hidden, '云舒')).toBe('云**')
    expect(agentName(agent, '半夏')).toBe('半夏')
    expect(agentName(agent, '云舒')).toBe('云**')
    expect(agentHref(hidden, '云舒', 'preset=yesterday')).toBe(
      `/agents/${encodeURIComponent('云舒')}?preset=yesterday`,
    )
    expect(agentHref(agent, '云舒')).toBeUndefined()
    expect(agentHref(agent, '半夏')).toBeDefined()
  })
})

describe('what a people page keeps in its address', () => {
  const offered = { rank: ['csat', 'fcr'], trend: ['frt_avg'] }

  it('reads what is offered, and writes what is not the default', () => {
    const params = parsePeople({ rank: 'fcr', basis: 'raw', trend: 'frt_avg' }, offered)
    expect(params).toEqual({ rank: 'fcr', basis: 'raw', trend: 'frt_avg' })
    expect(peopleQuery(params)).toBe('rank=fcr&basis=raw&trend=frt_avg')
    expect(peopleQuery(params, { rank: null, basis: 'adjusted', trend: null })).toBe('')
    expect(parsePeople({ rank: 'nps', basis: 'best', trend: ['x'] }, offered)).toEqual({
      rank: null,
      basis: 'adjusted',
      trend: null,
    })
    expect(joinQuery('', 'a=1', '', 'b=2')).toBe('a=1&b=2')
  })
})
