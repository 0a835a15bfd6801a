/** What 1,000 changed tickets cost the applier, beside a long history. */
import { changeEnv } from '@/lib/core/env'
import { applyAll, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { closePools } from '@/lib/db/pool'
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

export interface ChangesResult {
  readonly smallMs: number
  readonly largeMs: number
  /** median of the rounds' ratios: both databases take turns, so that a busy machine slows both */
  readonly largeOverSmall: number
  readonly rounds: readonly { readonly smallMs: number; readonly largeMs: number }[]
}

/** Milliseconds in which the applier takes 1,000 changed tickets beside a small history and beside a large one. */
export async function benchChanges(
  urls: { readonly small: string; readonly large: string },
  end: number,
  rounds: number,
): Promise<ChangesResult> {
  const run = Date.now().toString(36)
  const took: { smallMs: number; largeMs: number }[] = []
  // the first round warms caches, plans and code
  for (let round = 0; round <= rounds; round += 1) {
    const smallMs = await changedTickets(urls.small, run, round, end)
    const largeMs = await changedTickets(urls.large, run, round, end)
    if (round > 0) took.push({ smallMs, largeMs })
  }
  return {
    smallMs: median(took.map((round) => round.smallMs)),
    largeMs: median(took.map((round) => round.largeMs)),
    largeOverSmall: Math.round(100 * median(took.map(({ smallMs, largeMs }) => largeMs / smallMs))) / 100,
    rounds: took,
  }
}

async function changedTickets(url: string, run: string, round: number, end: number): Promise<number> {
  await closePools()
  changeEnv({ DATABASE_URL: url })
  try {
    const { first, then } = ticketsOf(run, round, 1_000, end)
    await storeEvents(first, { receivedAt: end })
    await applyAll({ now: end })
    await storeEvents(then, { receivedAt: end })
    const began = performance.now()
    await applyAll({ now: end })
    return Math.round(performance.now() - began)
  } finally {
    await closeApplier()
    await closePools()
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
