import { PRESET_LADDERS } from '@/lib/alerts/presets'
import type { RuleInput } from '@/lib/alerts/rule'
import type { RuleKind } from '@/lib/alerts/types'

const PARAMS: Readonly<Record<RuleKind, unknown>> = {
  threshold: {
    metric: 'frt_avg',
    over: 'channel',
    window: 'last_15m',
    op: '>',
    limit: 60,
    minSample: 5,
  },
  conversation: { clock: 'reply', limitSeconds: 180, warnSeconds: 60 },
  sla: {
    policies: [
      {
        name: 'SLA',
        firstResponse: { limitSeconds: 14_400, warnSeconds: 3_600 },
        solution: { limitSeconds: 86_400, warnSeconds: 14_400 },
      },
    ],
  },
  change: { metric: 'tickets_opened', over: 'channel', window: 'last_1h', direction: 'up', change: 0.5 },
  adaptive: { metric: 'frt_avg', over: 'channel', direction: 'up' },
  source: {},
  compound: {
    join: 'and',
    conditions: [
      {
        kind: 'threshold',
        params: { metric: 'frt_avg', over: 'channel', window: 'last_15m', op: '>', limit: 60 },
      },
      {
        kind: 'threshold',
        params: { metric: 'queue_now', over: 'channel', window: 'last_15m', op: '>', limit: 5 },
      },
    ],
  },
}

/** What a new rule of a kind begins with: the first shipped ladder, and values somebody can start from. */
export function startOf(kind: RuleKind): RuleInput {
  return {
    name: '',
    kind,
    params: PARAMS[kind],
    severity: 'bad',
    ...(kind === 'threshold' ? { forSeconds: 180 } : {}),
    ladder: PRESET_LADDERS[0]?.id ?? null,
  }
}
