import type { UnifiedEvent } from './event'
import { numberOf, textOf } from './fields'
import { inOrder } from './order'
import type { AgentSpanFact } from './shapes'

const STATUSES = new Set<string>(['available', 'busy', 'wrapup', 'break', 'away', 'offline'])

function isStatus(value: unknown): value is AgentSpanFact['status'] {
  return typeof value === 'string' && STATUSES.has(value)
}

/**
 * The status spans of one agent from its `agent.status` events (of all sources, in any order). A status lasts
 * until the next one. Team and capacity hold until they are named again. Of two statuses at the same instant
 * the later by id holds; saying the same again begins no new span.
 */
export function foldAgent(events: readonly UnifiedEvent[]): AgentSpanFact[] {
  const spans: AgentSpanFact[] = []
  let team: string | null = null
  let capacity: number | null = null
  for (const { type, source, time, data } of inOrder(events)) {
    const agent = textOf(data, 'agent')
    if (type !== 'agent.status' || agent === null || !isStatus(data.status)) continue
    team = textOf(data, 'team') ?? team
    const named = numberOf(data, 'capacity')
    if (named !== null) capacity = Math.round(named)
    let last = spans[spans.length - 1]
    if (last && last.startedAt === time) {
      spans.pop()
      last = spans[spans.length - 1]
    }
    if (
      last &&
      last.status === data.status &&
      last.team === team &&
      last.capacity === capacity &&
      last.source === source
    ) {
      last.endedAt = null
      continue
    }
    if (last) last.endedAt = time
    spans.push({ agent, team, source, status: data.status, capacity, startedAt: time, endedAt: null })
  }
  return spans
}
