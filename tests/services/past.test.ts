/** What is read of the past for rules, against counting one by one: states, silences and waits; and states of now. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Match } from '@/lib/alerts/kinds/matching'
import { matches } from '@/lib/alerts/kinds/matching'
import { resetEnv } from '@/lib/core/env'
import { readPastSilences } from '@/lib/db/past-silences'
import { readPastStates } from '@/lib/db/past-states'
import { countPastWaits, type WaitGroup } from '@/lib/db/past-waits'
import { withClient } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import type { UnifiedEvent } from '@/lib/facts/event'
import { silentAfter } from '@/lib/facts/source-reading'
import { backtestRule } from '@/lib/services/backtest-rule'
import { systemContext } from '@/lib/services/context'
import { freshDatabase } from '../database'
import { happen, NOW, talk } from './company'

const MINUTE = 60_000
const QUARTER = 15 * MINUTE
const DAY = 86_400_000
const FROM = Math.floor((NOW - 20 * DAY) / QUARTER) * QUARTER
/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
const random = randomFrom(7)
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

function company(): UnifiedEvent[] {
  const talks = Array.from({ length: 260 }, (_, i) => {
    const old = random() < 0.1
    const at = Math.floor(NOW - random() * (old ? 40 : 22) * DAY)
    const reply = random() < 0.12 ? undefined : Math.ceil(random() ** 4 * 6 * 3_600)
    return talk({
      subject: `t${i}`,
      at,
      source: pick(['shop', 'mail', 'phone']),
      channel: pick(['web', 'app', 'phone']),
      team: pick(['售前组', '售后组']),
      tier: pick(['vip', 'normal']),
      issueType: pick(['logistics', 'refund']),
      tags: [pick(['urgent', 'plain'])],
      ...(reply === undefined ? {} : { reply: Math.min(reply, (NOW - at) / 1000 - 5) }),
      done: random() < 0.7,
    })
  }).flat()
  const shifts = ['云舒', '子涵', '一诺'].flatMap((agent) =>
    Array.from({ length: 40 }, (_, i): UnifiedEvent => {
      const as = pick(['available', 'busy', 'offline'])
      return {
        id: `s-${agent}-${i}`,
        source: 'workforce',
        subject: null,
        type: 'agent.status',
        time: Math.floor(NOW - random() * 25 * DAY),
        data: { agent, team: agent === '一诺' ? '售后组' : '售前组', status: as, capacity: 5 },
      }
    }),
  )
  return [...talks, ...shifts].filter(({ time }) => time <= NOW).sort((a, b) => a.time - b.time)
}

const rows = <T>(sql: string): Promise<readonly T[]> =>
  withClient(async (client) => (await client.query(sql)).rows as T[])

interface Span {
  readonly channel: string
  readonly team: string
  readonly status: string
  readonly started_at: number
  readonly ended_at: number | null
}
const GRID = Array.from({ length: (20 * DAY) / QUARTER }, (_, i) => FROM + (i + 1) * QUARTER)
const during = (spans: readonly Span[], at: number) =>
  spans.filter(({ started_at, ended_at }) => started_at <= at && (ended_at === null || ended_at > at))

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await happen(company())
})

describe('states of now at instants of the past', () => {
  it('are what counting the waits at each instant gives', async () => {
    const spans = await rows<Span>('SELECT channel, team, started_at, ended_at FROM episode')
    const asked = { at: GRID, dimension: 'channel', filters: [], scope: null } as const
    const queue = await readPastStates({ gauge: 'queue_now', ...asked })
    const oldest = await readPastStates({ gauge: 'oldest_wait_now', ...asked })
    const seen = new Set<number>()
    for (const channel of ['web', 'app', 'phone']) {
      const own = spans.filter((it) => it.channel === channel)
      const expected = GRID.map((at) => during(own, at))
      const line = queue.find(({ key }) => key === channel)
      expect(line?.values).toEqual(expected.map((waiting) => waiting.length))
      expect(oldest.find(({ key }) => key === channel)?.values).toEqual(
        expected.map((waiting, i) =>
          waiting.length === 0
            ? 0
            : ((GRID[i] ?? 0) - Math.min(...waiting.map(({ started_at }) => started_at))) / 1000,
        ),
      )
      for (const value of line?.values ?? []) seen.add(value ?? -1)
    }
    expect(seen.size).toBeGreaterThan(3)
  })

  it('are of the asked values and teams alone', async () => {
    const spans = await rows<Span>('SELECT channel, team, started_at, ended_at FROM episode')
    const [line] = await readPastStates({
      gauge: 'queue_now',
      at: GRID,
      dimension: null,
      filters: [{ dimension: 'channel', op: 'in', values: ['web', 'app'] }],
      scope: ['售前组'],
    })
    const own = spans.filter(({ channel, team }) => channel !== 'phone' && team === '售前组')
    expect(line?.values).toEqual(GRID.map((at) => during(own, at).length))
    const none = { gauge: 'queue_now', at: GRID, dimension: null, filters: [], scope: [] } as const
    expect(await readPastStates(none)).toEqual([])
  })

  it('count agents by what they last said', async () => {
    const spans = await rows<Span>('SELECT team, status, started_at, ended_at FROM agent_span')
    for (const gauge of ['agents_online', 'agents_available'] as const) {
      const lines = await readPastStates({ gauge, at: GRID, dimension: 'team', filters: [], scope: null })
      for (const { key, values } of lines) {
        const own = spans.filter(({ team }) => team === key)
        const counts = ({ status }: Span) =>
          gauge === 'agents_online' ? status !== 'offline' : status === 'available'
        expect(values).toEqual(
          GRID.map((at) => {
            const known = during(own, at)
            return known.length === 0 ? null : known.filter(counts).length
          }),
        )
      }
      expect(lines).toHaveLength(2)
    }
  })

  it('are, now, what the query door says of now', async () => {
    for (const gauge of ['queue_now', 'oldest_wait_now', 'agents_online', 'agents_available'] as const) {
      const answer = await queryMetrics(
        {
          metrics: [gauge],
          dimensions: ['team'],
          grain: null,
          period: { from: NOW - DAY, to: NOW + 1 },
          filters: [],
          calendar: null,
          compare: null,
          orderBy: [],
          limit: 10,
          scope: null,
        },
        { now: NOW, zone: 'Asia/Shanghai', locale: 'zh' },
      )
      const lines = await readPastStates({ gauge, at: [NOW], dimension: 'team', filters: [], scope: null })
      const now = new Map(lines.map(({ key, values }) => [key, values[0]]))
      expect(answer.rows.length).toBeGreaterThan(0)
      for (const row of answer.rows) expect(now.get(row.team as string)).toBe(row[gauge])
    }
  })
})

describe('silences of sources', () => {
  it('are the longest gaps between events, by quarter of an hour', async () => {
    const bounds = [FROM, ...GRID]
    const lines = await readPastSilences({ bounds, sources: null, most: 10 })
    const events = await rows<{ source: string; time: number }>(
      'SELECT source, time FROM event ORDER BY time',
    )
    expect(lines.map(({ source }) => source).sort()).toEqual(['mail', 'phone', 'shop', 'workforce'])
    for (const { source, longest } of lines) {
      const times = events
        .filter((it) => it.source === source && it.time >= FROM - 7 * DAY && it.time < FROM + 20 * DAY)
        .map(({ time }) => time)
      for (const [i, end] of GRID.entries()) {
        const before = times.filter((time) => time < end)
        const last = before.at(-1)
        if (last === undefined) {
          expect(longest[i]).toBeNull()
          continue
        }
        const inside = before.flatMap((time, at) => {
          const earlier = before[at - 1]
          return time >= end - QUARTER && earlier !== undefined ? [time - earlier] : []
        })
        const expected = Math.max(end - last, ...inside) / 1000
        // Shorter ones may be missed.
        if (expected >= 300) expect(longest[i]).toBeCloseTo(expected, 3)
        else expect(longest[i]).toBeLessThan(300)
      }
    }
    const some = await readPastSilences({ bounds, sources: ['mail'], most: 10 })
    expect(some.map(({ source }) => source)).toEqual(['mail'])
  })

  it('come with the usual silence of each source', async () => {
    const answer = await backtestRule(systemContext('test', NOW), { kind: 'source', params: {} })
    if (!('series' in answer)) throw new Error('no line')
    expect(answer.reading).toBe('longest')
    expect(answer.series).toHaveLength(4)
    const least = silentAfter({ source: '', lastAt: null, meanGapMs: null })
    for (const { limit } of answer.series) expect(limit).toBeGreaterThanOrEqual(least)
  })
})

describe('waits of the past', () => {
  const days = Array.from({ length: 21 }, (_, i) => FROM + i * DAY)
  const limits = [60, 600, 3_600]
  const group = (match: Match, more: Partial<WaitGroup> = {}): WaitGroup => ({
    match,
    tier: null,
    business: false,
    filed: false,
    ...more,
  })

  it('are those of the first group each fits, by day and by the limits they outlasted', async () => {
    const tickets = await rows<{
      ticket_id: string
      channel: string
      teamLast: string
      customerTier: string
      entryPage: string | null
      product: string | null
      issueType: string
      priority: string | null
      tags: readonly string[]
    }>(`SELECT ticket_id, channel, team_last AS "teamLast", customer_tier AS "customerTier", entry_page AS "entryPage",
      product, issue_type AS "issueType", priority, tags FROM ticket`)
    const byId = new Map(tickets.map((ticket) => [ticket.ticket_id, ticket]))
    const groups = [
      group({ any: true, tags: ['urgent'], customerTiers: ['vip'] }, { tier: 'vip' }),
      group({ channels: ['web', 'app'], issueTypes: ['refund'] }),
      group({ tags: ['plain'] }),
    ]
    for (const clock of ['first_reply', 'unresolved'] as const) {
      const waits = await rows<{ ticket_id: string; at: number; ms: number | null; runs: boolean }>(
        clock === 'first_reply'
          ? `SELECT ticket_id, started_at AS at, wait_ms AS ms, outcome = 'waiting' AS runs FROM episode`
          : `SELECT ticket_id, opened_at AS at, resolution_ms AS ms, state = 'open' AS runs FROM ticket`,
      )
      const expected = new Map<string, number>()
      for (const { ticket_id, at, ms, runs } of waits) {
        const ticket = byId.get(ticket_id)
        const length = ms ?? (runs ? NOW - at : null)
        if (ticket === undefined || length === null || at < FROM || at >= FROM + 20 * DAY) continue
        const fits = groups.findIndex(
          ({ match, tier }) => matches(match, ticket, []) && (tier === null || tier === ticket.customerTier),
        )
        if (fits < 0) continue
        const beyond = limits.filter((seconds) => length > seconds * 1000).length
        const key = [fits, Math.floor((at - FROM) / DAY), beyond].join()
        expected.set(key, (expected.get(key) ?? 0) + 1)
      }
      const found = await countPastWaits({ clock, days, now: NOW, limits, groups, teams: null })
      expect(new Map(found.map((it) => [[it.group, it.day, it.beyond].join(), it.count]))).toEqual(expected)
      expect(new Set(found.map((it) => it.group)).size).toBe(3)
    }
  })

  it('are of the asked groups and teams alone', async () => {
    const asked = {
      clock: 'first_reply',
      days,
      now: NOW,
      limits,
      groups: [group({ tags: ['urgent'] }), group({})],
    } as const
    const sum = (counts: readonly { count: number }[]) => counts.reduce((all, { count }) => all + count, 0)
    const all = await countPastWaits({ ...asked, teams: null })
    const rest = await countPastWaits({ ...asked, teams: null }, [1])
    expect(rest).toEqual(all.filter((it) => it.group === 1))
    const teams = await Promise.all(
      [['售前组'], ['售后组']].map((own) => countPastWaits({ ...asked, teams: own })),
    )
    expect(sum(teams.flat())).toBe(sum(all))
    expect(await countPastWaits({ ...asked, teams: [] })).toEqual([])
  })
})
