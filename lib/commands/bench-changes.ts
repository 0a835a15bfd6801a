/** What 1,000 changed tickets cost the applier, beside a long history. */
import { applyAll, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { randomOf } from '@/lib/demo/random'
import type { UnifiedEvent } from '@/lib/facts/event'

const CHANNELS = ['taobao', 'douyin', 'wechat', 'jd', 'web', 'app'] as const
const MINUTE = 60_000

/** The events of one round's tickets: `first` makes them, `then` answers, resolves and rates them. */
function ticketsOf(
  run: string,
  round: number,
  count: number,
  end: number,
): { first: UnifiedEvent[]; then: UnifiedEvent[] } {
  const random = randomOf(run, round)
  const first: UnifiedEvent[] = []
  const then: UnifiedEvent[] = []
  for (let i = 0; i < count; i += 1) {
    const channel = random.pick(CHANNELS)
    const team = `t0${random.int(1, 8)}`
    const agent = `a${team}${String(random.int(1, 25)).padStart(2, '0')}`
    const at = end - random.int(60, 20 * 60) * MINUTE
    const subject = `X-${run}-${round}-${i}`
    const add = (list: UnifiedEvent[], after: number, type: string, data: Record<string, unknown>): void => {
      const id = `${subject}.${first.length}.${then.length}`
      list.push({ id, source: `bench-${channel}`, type, time: at + after, subject, data })
    }
    add(first, 0, 'ticket.opened', {
      channel,
      team,
      customer: `c${random.int(0, 1_199_999)}`,
      customerTier: random.pick(['vip', 'high', 'normal', 'new']),
      region: `r${String(random.int(1, 34)).padStart(2, '0')}`,
      product: `p${String(random.int(1, 40)).padStart(2, '0')}`,
      issueType: `i${String(random.int(1, 24)).padStart(2, '0')}`,
      priority: 'normal',
    })
    add(first, 900, 'message.sent', { from: 'customer', text: 'hello' })
    add(then, 31_000, 'message.sent', { from: 'agent', agent, text: 'hello' })
    add(then, 200_000, 'ticket.resolved', { agent })
    if (random.chance(0.2)) add(then, 240_000, 'survey.answered', { kind: 'csat', score: random.int(1, 5) })
  }
  return { first, then }
}

/** Milliseconds in which the applier takes 1,000 changed tickets, the median of the rounds. */
export async function benchChanges(end: number, rounds: number): Promise<{ ms: number; rounds: number[] }> {
  const times: number[] = []
  // a kept database has the tickets of earlier runs
  const run = Date.now().toString(36)
  try {
    // the first round warms caches, plans and code
    for (let round = 0; round <= rounds; round += 1) {
      const { first, then } = ticketsOf(run, round, 1_000, end)
      await storeEvents(first, { receivedAt: end })
      await applyAll({ now: end })
      await storeEvents(then, { receivedAt: end })
      const began = performance.now()
      await applyAll({ now: end })
      if (round > 0) times.push(Math.round(performance.now() - began))
    }
  } finally {
    await closeApplier()
  }
  const sorted = [...times].sort((a, b) => a - b)
  return { ms: sorted[Math.floor(sorted.length / 2)] ?? 0, rounds: times }
}
