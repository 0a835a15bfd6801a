/** Which metrics each page shows: the pages ask by these lists, and the catalogue tells from them where a metric is used. */
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
export const TEAM_COLUMNS = [
  'tickets_opened',
  'frt_avg',
  'frt_within_target',
  'aht_avg',
  'fcr',
  'csat',
] as const
export const AGENT_COLUMNS = [
  'agent_frt_p50',
  'art_avg',
  'aht_avg',
  'tickets_resolved',
  'fcr',
  'csat',
] as const

export const USES: readonly {
  readonly page: 'overview' | 'channels' | 'agents'
  readonly metrics: readonly string[]
}[] = [
  { page: 'overview', metrics: [...OVERVIEW_KPIS, ...CHANNEL_COLUMNS] },
  { page: 'channels', metrics: [...CHANNEL_COLUMNS, ...CHANNEL_KPIS, 'frt_p50', 'frt_p90'] },
  { page: 'agents', metrics: [...TEAM_COLUMNS, ...AGENT_COLUMNS] },
]
