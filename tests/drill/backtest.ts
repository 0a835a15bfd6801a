/**
 * `DATABASE_URL=… npm run drill:backtest [-- --times 5 --now 2026-11-22T00:00:00+08:00]`: how long the past of a rule
 * takes on the data that are there, for each kind, asked one after the other. Reads only. A line for each rule on
 * stderr, one line of JSON on stdout.
 */
import { parseArgs } from 'node:util'
import type { PastOfRule } from '@/lib/alerts/backtest-answer'
import { closePools } from '@/lib/db/pool'
import { backtestRule } from '@/lib/services/backtest-rule'
import { systemContext } from '@/lib/services/context'

const { values } = parseArgs({
  options: { times: { type: 'string' }, now: { type: 'string' }, only: { type: 'string' } },
})
const TIMES = Number(values.times ?? 5)
const NOW = values.now === undefined ? Date.now() : Date.parse(values.now)

const number = { metric: 'frt_avg', window: 'last_15m', op: '>', limit: 60 }
const moved = { direction: 'up', change: 0.5 }
const three = ['web', 'app', 'phone']
const count = { metric: 'tickets_opened', over: 'all' }

const RULES: Readonly<Record<string, { readonly kind: string; readonly params: unknown }>> = {
  threshold_1: { kind: 'threshold', params: { ...number, over: 'all' } },
  threshold_3: { kind: 'threshold', params: { ...number, over: 'channel', values: three } },
  threshold_12: { kind: 'threshold', params: { ...number, over: 'channel' } },
  threshold_12_p90: { kind: 'threshold', params: { ...number, metric: 'frt_p90', over: 'channel' } },
  threshold_hour: { kind: 'threshold', params: { ...number, over: 'all', window: 'last_1h' } },
  threshold_day: { kind: 'threshold', params: { ...number, over: 'team', window: 'last_7_days' } },
  change_1: { kind: 'change', params: { ...count, window: 'last_1h', ...moved } },
  change_1_weekday: {
    kind: 'change',
    params: { ...count, window: 'last_1h', against: 'same_weekday', ...moved },
  },
  change_12: { kind: 'change', params: { ...count, over: 'channel', window: 'last_1h', ...moved } },
  change_12_frt: {
    kind: 'change',
    params: { metric: 'frt_avg', over: 'channel', window: 'today', ...moved },
  },
  adaptive_1: { kind: 'adaptive', params: { ...count, direction: 'either' } },
  adaptive_12: { kind: 'adaptive', params: { ...count, over: 'channel', direction: 'either' } },
  adaptive_6_p90: {
    kind: 'adaptive',
    params: { metric: 'frt_p90', over: 'channel', direction: 'up' },
  },
  queue: {
    kind: 'threshold',
    params: { metric: 'queue_now', over: 'channel', window: 'last_15m', op: '>', limit: 10 },
  },
  compound: {
    kind: 'compound',
    params: {
      join: 'and',
      conditions: [
        { kind: 'threshold', params: { ...number, over: 'channel' } },
        { kind: 'change', params: { ...count, window: 'last_1h', ...moved } },
      ],
    },
  },
  threshold_12_agents: { kind: 'threshold', params: { ...number, over: 'agent' } },
  adaptive_12_agents: {
    kind: 'adaptive',
    params: { metric: 'frt_avg', over: 'agent', direction: 'up' },
  },
  oldest_wait: {
    kind: 'threshold',
    params: { metric: 'oldest_wait_now', over: 'channel', window: 'last_15m', op: '>', limit: 600 },
  },
  agents: {
    kind: 'threshold',
    params: { metric: 'agents_available', over: 'team', window: 'last_15m', op: '<', limit: 1 },
  },
  vip: {
    kind: 'conversation',
    params: {
      clock: 'reply',
      limitSeconds: 30,
      match: { any: true, customerTiers: ['vip'], entryPages: ['/premium', '/vip', '/care/member'] },
    },
  },
  complaint: {
    kind: 'sla',
    params: {
      policies: [
        {
          name: 'complaints',
          match: { complaints: [] },
          firstResponse: { limitSeconds: 14_400 },
          solution: { limitSeconds: 86_400 },
          calendar: 'all_hours',
        },
      ],
    },
  },
  conversation: { kind: 'conversation', params: { clock: 'reply', limitSeconds: 180 } },
  sla: {
    kind: 'sla',
    params: {
      policies: [
        {
          name: 'VIP',
          match: { customerTiers: ['vip'] },
          firstResponse: { limitSeconds: 60 },
          solution: { limitSeconds: 14_400 },
        },
        { name: 'all', firstResponse: { limitSeconds: 300 }, solution: { limitSeconds: 86_400 } },
      ],
    },
  },
  source: { kind: 'source', params: {} },
}

const saidOf = (answer: PastOfRule): string => {
  if ('reason' in answer) return answer.reason
  if ('waits' in answer) return answer.waits.map(({ waits }) => `${waits} waits`).join(', ')
  if ('conditions' in answer) return answer.conditions.map((it) => saidOf(it)).join(' + ')
  return `${answer.series.length} × ${answer.at.length}${answer.approximate ? ', approximate' : ''}`
}

const context = systemContext('drill:backtest', NOW)
const wanted = values.only?.split(',') ?? Object.keys(RULES)
const result: Record<string, object> = {}
for (const name of wanted) {
  const rule = RULES[name]
  if (rule === undefined) throw new Error(`there is no "${name}": ${Object.keys(RULES).join(', ')}`)
  const took: number[] = []
  let said = ''
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now()
    const answer = await backtestRule(context, rule)
    took.push(Math.round(performance.now() - began))
    said = saidOf(answer)
  }
  took.sort((a, b) => a - b)
  const [first = 0] = took
  const measured = { medianMs: took[took.length >> 1] ?? 0, worstMs: took.at(-1) ?? 0, bestMs: first, said }
  result[name] = measured
  process.stderr.write(`${name}: ${measured.medianMs} ms, worst ${measured.worstMs} (${said})\n`)
}
process.stdout.write(`${JSON.stringify({ times: TIMES, bar: '<= 1000', ...result })}\n`)
await closePools()
