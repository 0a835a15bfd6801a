import { shortName } from '@/components/views/kpi-section'
import type { PageKit } from '@/components/views/page-kit'
import { metricById } from '@/lib/metrics/catalogue'

/** Durations whose spread is shown, by the name of the values themselves. */
export type SpreadMetric = 'frt_p50' | 'agent_frt_p50' | 'aht_p50' | 'resolution_p50'

/** A metric's name where room is short. */
export function metricLabel(id: string, { t, locale }: Pick<PageKit, 't' | 'locale'>): string {
  return shortName(id, t) ?? metricById(id)?.text[locale].label ?? id
}
