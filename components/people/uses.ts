/** Which metrics the people pages show. */
export const TEAM_KPIS = ['frt_avg', 'frt_within_target', 'aht_avg', 'fcr', 'csat', 'tickets_opened'] as const
export const TEAM_TABLE = [
  'tickets_opened',
  'frt_avg',
  'frt_within_target',
  'aht_avg',
  'fcr',
  'reopen_rate',
  'csat',
] as const
export const AGENT_KPIS = ['agent_frt_avg', 'art_avg', 'aht_avg', 'fcr', 'csat', 'tickets_resolved'] as const
export const AGENT_TABLE = [
  'tickets_resolved',
  'agent_frt_avg',
  'art_avg',
  'aht_avg',
  'fcr',
  'reopen_rate',
  'csat',
] as const
/** What agents, teams and channels are compared by: means and shares, which can be adjusted for case mix. */
export const AGENT_RANKS = [
  'agent_frt_avg',
  'frt_within_target',
  'csat',
  'fcr',
  'aht_avg',
  'reopen_rate',
] as const
export const TEAM_RANKS = ['frt_avg', 'frt_within_target', 'csat', 'fcr', 'aht_avg', 'reopen_rate'] as const
/** Side by side. */
export const COMPARE_METRICS = [
  'tickets_opened',
  'frt_avg',
  'frt_within_target',
  'aht_avg',
  'fcr',
  'reopen_rate',
  'csat',
  'complaint_rate',
] as const
export const AGENT_COMPARE_METRICS = [
  'tickets_resolved',
  'agent_frt_avg',
  'art_avg',
  'aht_avg',
  'fcr',
  'reopen_rate',
  'csat',
] as const
