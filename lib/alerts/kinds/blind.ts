/** An evaluation that can say nothing. Pure. */
import type { AlarmScope, Evaluation } from '../types'

export function blind(key: string, scope: AlarmScope, verdict: 'no_data' | 'error'): Evaluation {
  return {
    key,
    scope,
    verdict,
    value: null,
    limit: null,
    recovered: false,
    metric: null,
    unit: 'count',
    n: null,
    expected: null,
  }
}
