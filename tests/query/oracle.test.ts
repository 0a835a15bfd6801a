/**
 * The whole way, from stored events to the answer of a query, against the independent oracle: per channel and in
 * all, over the whole time and over a few days.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '@/lib/metrics/catalogue'
import { systemContext } from '@/lib/services/context'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { history, WHOLE } from '../oracle/histories'
import { measure, observe } from '../oracle/oracle'
import { load } from './world'

const DAY = 86_400_000
const RUNS = 6
const TICKETS = 120
/** What the oracle works out of tickets' events; the rest are states, people, shopping and sums of these. */
const METRIC_IDS = METRICS.filter(
  (metric) => metric.type !== 'gauge' && metric.type !== 'scan' && metric.id !== 'delay_alerts',
).map((metric) => metric.id)

const iso = (at: number) => new Date(at).toISOString()

describe('answers against the oracle', () => {
  it('are the same numbers with the same sample sizes', { timeout: 120_000 }, async () => {
    let numbers = 0
    for (const drawn of fc.sample(history({ min: TICKETS, max: TICKETS }), {
      numRuns: RUNS,
      seed: 20_261_121,
    })) {
      const missed = new Map<string, number>()
      for (const { type, subject = '' } of drawn) {
        const by = type === 'call.ringing' ? 1 : type === 'call.answered' ? -1 : 0
        missed.set(subject, (missed.get(subject) ?? 0) + by)
      }
      // What a row of missed calls on one ticket means is not decided by the definitions.
      const events = drawn.filter(({ subject = '' }) => (missed.get(subject) ?? 0) < 2)
      await freshDatabase()
      await load(
        events.map((event) => ({ ...event, subject: event.subject ?? null, data: event.data ?? {} })),
      )
      const observed = observe(events, WHOLE.now)
      const periods = [
        { from: WHOLE.from, to: WHOLE.to },
        { from: WHOLE.from + 3 * DAY + 1234, to: WHOLE.from + 9 * DAY + 777 },
      ]
      for (const { from, to } of periods) {
        for (const dimensions of [[], ['channel']]) {
          const answer = await runQuery(systemContext('test', WHOLE.now), {
            metrics: METRIC_IDS,
            dimensions,
            period: { from: iso(from), to: iso(to) },
            calendar: 'all_hours',
          })
          for (const row of answer.rows) {
            const own = dimensions.length === 0 ? observed : observed.filter((o) => o.channel === row.channel)
            for (const id of METRIC_IDS) {
              const expected = measure(id, own, from, to)
              const where = `${id} ${String(row.channel)} ${iso(from)}`
              expect(row.n[id], `n of ${where}`).toBe(expected.n)
              if (expected.value === null) expect(row[id] ?? null, where).toBeOneOf([null, 0])
              else expect(row[id], where).toBeCloseTo(expected.value, 6)
              numbers += 1
            }
          }
        }
      }
    }
    expect(numbers).toBeGreaterThan(3000)
  })
})
