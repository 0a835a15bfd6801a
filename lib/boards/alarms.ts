/** The figures that are watched for leaving their limit: the company's and each channel's. Pure. */
import { silentAfter } from '@/lib/facts/source-reading'
import { targetAt } from '@/lib/metrics/targets'
import type { Limit } from '@/lib/metrics/types'
import type { AlarmCandidate } from './alarm-book'
import { byKey, firstRow, isStale, numberOf } from './answers'
import { type BoardParts, sourceLights } from './board'
import type { ChannelRow } from './channel-rows'
import { bandOf } from './state'
import type { Helper } from './team-rows'
import type { TileState } from './types'

const HELPERS_NAMED = 3
/** What a VIP past the limit weighs, and each further one. */
const VIP_SEVERITY = 1.4
const VIP_STEP = 0.1

type Scope = AlarmCandidate['scope']

interface Watched {
  readonly metric: string
  readonly scope: Scope
  readonly value: number | null
  readonly n: number | null
  readonly target: Limit | null
  readonly blind: TileState | null
}

/** How far out of its limit: 1 = at it, 2 = twice as far. Of a floor: how much is missing against what may be. */
export function severityOf(
  value: number,
  target: { readonly value: number; readonly op: '<=' | '>=' },
): number {
  if (target.op === '<=') return target.value > 0 ? value / target.value : value > 0 ? 1 + value : 1
  return target.value >= 1 ? 1 : (1 - value) / (1 - target.value)
}

/** Every figure that may become an alarm, with the state of this moment. */
export function alarmCandidates(
  parts: BoardParts,
  channels: readonly ChannelRow[],
  helpers: readonly Helper[],
): AlarmCandidate[] {
  const stale = isStale(parts)
  const recent = firstRow(parts.results.now)
  const today = firstRow(parts.results.today)
  const ofChannel = byKey(parts.results.channelsNow?.rows, 'channel')
  const dayOfChannel = byKey(parts.results.channelsToday?.rows, 'channel')
  const canHelp = helpers.slice(0, HELPERS_NAMED).map(({ agent, team }) => ({ agent, team }))

  const judge = ({ metric, scope, value, n, target, blind }: Watched): AlarmCandidate => {
    const described = parts.metric(metric)
    const unit = described?.unit ?? 'count'
    const small = n !== null && n < (described?.minSample ?? 0)
    const state: TileState = blind ?? (value === null || small ? 'none' : bandOf(value, target, unit))
    return {
      id: `${metric}${scope.channel === undefined ? '' : `:${scope.channel ?? ''}`}`,
      metric,
      unit,
      scope,
      state,
      from: 'bad',
      value,
      limit: target?.value ?? null,
      severity: value === null || target === null ? 0 : severityOf(value, target),
      canHelp: metric === 'csat' ? [] : canHelp,
    }
  }

  const blindOf = (row: ChannelRow): TileState | null =>
    row.state === 'closed' || row.state === 'none' ? row.state : null
  const targetOf = (metric: string, scope: Scope) =>
    targetAt(parts.metric(metric), scope.channel === undefined ? {} : { channel: scope.channel })
  const perChannel = channels.flatMap((row) => {
    const now = ofChannel.get(row.channel)
    const day = dayOfChannel.get(row.channel)
    const scope = { channel: row.channel }
    const blind = blindOf(row)
    return [
      judge({
        metric: 'frt_avg',
        scope,
        value: row.frt,
        n: row.frtN,
        target: targetOf('frt_avg', scope),
        blind,
      }),
      judge({
        metric: 'queue_now',
        scope,
        value: row.queue,
        n: null,
        target: targetOf('queue_now', scope),
        blind,
      }),
      judge({
        metric: 'frt_within_target',
        scope,
        value: row.within,
        n: now?.n.frt_within_target ?? 0,
        target: targetOf('frt_within_target', scope),
        blind,
      }),
      judge({
        metric: 'csat',
        scope,
        value: numberOf(day, 'csat'),
        n: day?.n.csat ?? 0,
        target: targetOf('csat', scope),
        blind: stale ? 'none' : null,
      }),
    ]
  })

  const companyBlind: TileState | null = parts.company.state === 'closed' ? 'closed' : stale ? 'none' : null
  const company = ['frt_avg', 'frt_within_target', 'csat'].map((metric) => {
    const row = metric === 'csat' ? today : recent
    const candidate = judge({
      metric,
      scope: {},
      value: numberOf(row, metric),
      n: row?.n[metric] ?? 0,
      target: targetOf(metric, {}),
      blind: metric === 'csat' ? (stale ? 'none' : null) : companyBlind,
    })
    // Where a channel is out of the same limit, that says it more exactly.
    const said = perChannel.some((own) => own.metric === metric && own.state === 'bad')
    return said && candidate.state === 'bad' ? { ...candidate, state: 'watch' as const } : candidate
  })

  return [...perChannel, ...company, ...silentSources(parts), ...waitingVips(parts, channels, canHelp)]
}

/**
 * A source that says nothing is watched. Where none of several says anything, that is one alarm and the worst: nothing
 * on the board can be trusted, and it is hardly the fault of one of them.
 */
function silentSources(parts: BoardParts): AlarmCandidate[] {
  const limits = new Map(parts.live.sources.map((reading) => [reading.source, silentAfter(reading)]))
  const lights = sourceLights(parts.live.sources, parts.now)
  const all = lights.length > 0 && lights.every(({ silent }) => silent)
  const together = lights.length > 1
  const single = lights.map(({ source, silent, lagSeconds, lastAt }): AlarmCandidate => {
    const limit = limits.get(source) ?? null
    return {
      id: `source_silent:${source}`,
      metric: 'source_silent',
      unit: 'seconds',
      scope: { source },
      state: !silent || (all && together) ? 'ok' : all ? 'bad' : 'watch',
      from: 'watch',
      value: lagSeconds,
      limit,
      severity: all ? 2 : 1,
      since: lastAt === null || limit === null ? null : Date.parse(lastAt) + limit * 1000,
      canHelp: [],
    }
  })
  if (!together) return single
  const heardLast = single.reduce((a, b) =>
    (b.value ?? Number.POSITIVE_INFINITY) < (a.value ?? Number.POSITIVE_INFINITY) ? b : a,
  )
  return [...single, { ...heardLast, id: 'source_silent', scope: {}, state: all ? 'bad' : 'ok', severity: 2 }]
}

function waitingVips(
  parts: BoardParts,
  channels: readonly ChannelRow[],
  canHelp: AlarmCandidate['canHelp'],
): AlarmCandidate[] {
  const closed = new Set(channels.flatMap(({ channel, state }) => (state === 'closed' ? [channel] : [])))
  return parts.live.waitingBy.map(
    ({ channel, vipOverdue, vipOverdueSince }): AlarmCandidate => ({
      id: `vip_overdue:${channel ?? ''}`,
      metric: 'vip_overdue',
      unit: 'count',
      scope: { channel },
      state: closed.has(channel) ? 'closed' : vipOverdue > 0 ? 'bad' : 'ok',
      from: 'bad',
      value: vipOverdue,
      limit: 0,
      severity: vipOverdue === 0 ? 0 : VIP_SEVERITY + VIP_STEP * vipOverdue,
      since: vipOverdueSince,
      canHelp,
    }),
  )
}
