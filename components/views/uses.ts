/** Which metrics each page shows: the pages ask by these lists, and the catalogue tells from them where a metric is used. */
import { AGENT_KPIS, AGENT_RANKS, AGENT_TABLE, TEAM_KPIS, TEAM_TABLE } from '@/components/people/uses'

export const OVERVIEW_KPIS = ['frt_avg', 'frt_within_target', 'fcr', 'csat', 'complaint_rate'] as const
export const CHANNEL_COLUMNS = ['frt_avg', 'frt_within_target', 'tickets_opened', 'csat'] as const
export const CHANNEL_KPIS = [
  'frt_avg',
  'frt_within_target',
  'abandon_rate',
  'fcr',
  'csat',
  'tickets_opened',
] as const
export const CHANNEL_BREAKDOWN = ['tickets_opened', 'frt_avg', 'frt_within_target', 'csat'] as const
export const USES: readonly {
  readonly page: 'overview' | 'channels' | 'agents'
  readonly metrics: readonly string[]
}[] = [
  { page: 'overview', metrics: [...OVERVIEW_KPIS, ...CHANNEL_COLUMNS] },
  { page: 'channels', metrics: [...CHANNEL_COLUMNS, ...CHANNEL_KPIS, 'frt_p50', 'frt_p90'] },
  {
    page: 'agents',
    metrics: [...TEAM_KPIS, ...TEAM_TABLE, ...AGENT_KPIS, ...AGENT_TABLE, ...AGENT_RANKS],
  },
]
