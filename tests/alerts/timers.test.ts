import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleTimersOf, type TimedFacts } from '@/lib/alerts/conversation-timers'
import { parseRuleBody } from '@/lib/alerts/rule'
import { foldConfig } from '@/lib/facts/config'

const config = foldConfig({ zone: 'Asia/Shanghai' })
const at = Date.UTC(2026, 10, 20, 2)

const ticket: NonNullable<TimedFacts['ticket']> = {
  ticketId: 't',
  source: 's',
  subject: '1',
  direction: 'in',
  state: 'open',
  openedAt: at,
  channel: 'web',
  teamLast: 'a',
  agentLast: null,
  product: null,
  issueType: null,
  region: null,
  customerTier: null,
  campaign: null,
  priority: null,
  entryPage: null,
  tags: null,
}
const facts = (change: Partial<TimedFacts> = {}): TimedFacts => ({
  ticket,
  episode: [],
  round: [],
  assignment: [],
  complaint: [],
  ...change,
})
const rule = (params: unknown, kind = 'conversation', id = 'r') => ({
  id,
  enabled: true,
  kind: kind as 'conversation',
  params: parseRuleBody({ name: 'x', kind, params }).params,
})
const waiting = { outcome: 'waiting' as const, startedAt: at }
const open = { outcome: 'open' as const, startedAt: at + 60_000 }
const due = (given: TimedFacts, params: object) =>
  ruleTimersOf(given, [rule(params)], config).map(({ phase, dueAt }) => [phase, (dueAt - at) / 1000])

describe('timers of a conversation', () => {
  it('times the first wait, then the later ones', () => {
    const params = { clock: 'reply', limitSeconds: 180 }
    expect(due(facts({ episode: [waiting], round: [open] }), params)).toEqual([['limit', 180]])
    expect(due(facts({ round: [open] }), params)).toEqual([['limit', 240]])
    expect(due(facts(), params)).toEqual([])
  })

  it('tells the clocks apart', () => {
    const both = facts({ episode: [waiting], round: [open] })
    expect(due(both, { clock: 'next_reply', limitSeconds: 60 })).toEqual([])
    expect(due(facts({ round: [open] }), { clock: 'first_reply', limitSeconds: 60 })).toEqual([])
    expect(due(both, { clock: 'queue', limitSeconds: 60 })).toEqual([['limit', 60]])
    const taken = facts({ episode: [waiting], assignment: [{ outcome: 'open' }] })
    expect(due(taken, { clock: 'queue', limitSeconds: 60 })).toEqual([])
    expect(due(facts(), { clock: 'unresolved', limitSeconds: 3_600 })).toEqual([['limit', 3_600]])
    const solved = facts({ ticket: { ...ticket, state: 'resolved' } })
    expect(due(solved, { clock: 'unresolved', limitSeconds: 3_600 })).toEqual([])
  })

  it('leaves outbound conversations and rules that are off alone', () => {
    const params = { clock: 'reply', limitSeconds: 60 }
    expect(due(facts({ ticket: { ...ticket, direction: 'out' }, episode: [waiting] }), params)).toEqual([])
    expect(due(facts({ ticket: null, episode: [waiting] }), params)).toEqual([])
    const off = { ...rule(params), enabled: false }
    expect(ruleTimersOf(facts({ episode: [waiting] }), [off], config)).toEqual([])
  })

  it('counts working time where it is asked for, and never where none comes', () => {
    const calendar = (weekly: object) =>
      foldConfig({
        zone: 'Asia/Shanghai',
        calendars: [
          {
            scope: 'tenant',
            key: '',
            calendar: {
              zone: 'Asia/Shanghai',
              versions: [{ validFrom: '2026-01-01', weekly, exceptions: {} }],
            },
          },
        ],
      })
    const timed = [rule({ clock: 'reply', limitSeconds: 600, calendar: 'business' })]
    const given = facts({ episode: [waiting] })
    // 10:00 in Shanghai: five minutes before it closes, and the rest on Monday.
    const [timer] = ruleTimersOf(given, timed, calendar({ fri: ['09:00-10:05'], mon: ['09:00-18:00'] }))
    expect(timer?.dueAt).toBe(Date.UTC(2026, 10, 23, 1, 5))
    expect(ruleTimersOf(given, timed, calendar({}))).toEqual([])
    expect(ruleTimersOf(given, timed, config)[0]?.dueAt).toBe(at + 600_000)
  })

  it('writes rows in one order, each key once, the warning before its limit', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 10, max: 100_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (ids, limitSeconds, share) => {
          const warnSeconds = Math.max(1, Math.floor(limitSeconds * share))
          const rules = ids.map((id) =>
            rule(
              { clock: 'reply', limitSeconds, warnSeconds: warnSeconds < limitSeconds ? warnSeconds : null },
              'conversation',
              id,
            ),
          )
          const given = facts({ episode: [waiting] })
          const timers = ruleTimersOf(given, rules, config)
          const keys = timers.map(({ ruleId, phase, since }) => `${ruleId} ${phase} ${since}`)
          expect(new Set(keys).size).toBe(keys.length)
          expect(ruleTimersOf(given, [...rules].reverse(), config)).toEqual(timers)
          for (const id of ids) {
            const own = timers.filter(({ ruleId }) => ruleId === id)
            const warn = own.find(({ phase }) => phase === 'warn')
            const limit = own.find(({ phase }) => phase === 'limit')
            expect(limit?.dueAt).toBe(at + limitSeconds * 1000)
            if (warn) expect(warn.dueAt).toBe(at + (limitSeconds - warnSeconds) * 1000)
          }
        },
      ),
    )
  })

  it('holds the first promise that fits, from the complaint on', () => {
    const policies = [
      { name: 'vip', match: { customerTiers: ['vip'] }, firstResponse: { limitSeconds: 60 } },
      { name: 'quality', match: { complaints: ['q'] }, solution: { limitSeconds: 3_600 } },
      { name: 'all', solution: { limitSeconds: 86_400 } },
    ].map((policy) => ({ ...policy, calendar: 'all_hours' }))
    const of = (given: TimedFacts) =>
      ruleTimersOf(given, [rule({ policies }, 'sla')], config).map(({ phase, dueAt }) => [
        phase,
        (dueAt - at) / 1000,
      ])
    expect(of(facts({ ticket: { ...ticket, customerTier: 'vip' }, episode: [waiting] }))).toEqual([
      ['limit', 60],
    ])
    const complaint = { filedAt: at + 600_000, category: 'q', issueType: null }
    expect(of(facts({ complaint: [complaint] }))).toEqual([['solve_limit', 4_200]])
    const byIssue = { ...complaint, category: null, issueType: 'q' }
    expect(of(facts({ complaint: [byIssue] }))).toEqual([['solve_limit', 4_200]])
    expect(of(facts())).toEqual([['solve_limit', 86_400]])
  })
})
