import { shortName } from '@/components/views/kpi-section'
import type { PageKit } from '@/components/views/page-kit'
import { metricById } from '@/lib/metrics/catalogue'

const OWN = [
  'agent_frt_avg',
  'reopen_rate',
  'resolution_p50',
  'resolution_rate',
  'resolved_within_target',
] as const

/** A metric's name where room is short. */
export function metricLabel(id: string, { t, locale }: Pick<PageKit, 't' | 'locale'>): string {
  const own = OWN.find((it) => it === id)
  if (own) return t(`peopleShort.${own}`)
  return shortName(id, t) ?? metricById(id)?.text[locale].label ?? id
}
