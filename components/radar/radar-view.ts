/** What the radar is narrowed to, as it stands in the address: `channel=a,b` (`-` = none), `team=…`, `vip=1`. Pure. */

export interface RadarView {
  readonly channels: readonly string[]
  readonly team: string | null
  readonly vip: boolean
}

type Params = { readonly get: (name: string) => string | null }

export function radarView(params: Params): RadarView {
  const channels = (params.get('channel') ?? '').split(',').filter((channel) => channel !== '')
  const team = params.get('team')
  return { channels: [...new Set(channels)], team: team === '' ? null : team, vip: params.get('vip') === '1' }
}

/** The address's query, '' where nothing is narrowed. */
export function radarQuery({ channels, team, vip }: RadarView): string {
  const query = new URLSearchParams()
  if (channels.length > 0) query.set('channel', channels.join(','))
  if (team !== null) query.set('team', team)
  if (vip) query.set('vip', '1')
  return query.toString()
}

/** The list with the value in it, or without where it was. */
export const toggled = (list: readonly string[], value: string): string[] =>
  list.includes(value) ? list.filter((other) => other !== value) : [...list, value]
