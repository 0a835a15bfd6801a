/**
 * Incidents of the alarm rules as boards show them. What a rule watches is told by its incidents and by nothing else; what
 * no rule watches is still judged against its target by the book of alarms. Pure.
 */
import type { Unit } from '@/lib/metrics/types'
import type { AlarmCandidate } from './alarm-book'
import type { AlarmsResult } from './types'

type Row = AlarmsResult['rows'][number]

/** An incident that stands open and is not hushed or put off. */
export interface StandingAlarm {
  readonly id: string
  readonly number: number
  readonly kind: string
  readonly ruleId: string
  readonly title: NonNullable<Row['title']>
  readonly severity: 'bad' | 'watch'
  readonly scope: Row['scope']
  readonly metric: string | null
  readonly unit: Unit
  readonly value: number | null
  readonly limit: number | null
  readonly since: number
  readonly vip: boolean
  /** conversations of it that still wait; 0 = it is about a number */
  readonly waiting: number
  readonly owner: string | null
  readonly acknowledgedAt: number | null
  readonly nextStepAt: number | null
  /** when somebody was told of it last; null = nobody has been */
  readonly toldAt: number | null
  /** evaluations in a row that its number has been back inside its limit; null = nothing evaluates it */
  readonly recoveredTimes: number | null
  /** how many of them it takes to recover */
  readonly recoverTimes: number | null
}

export interface StoredAlarms {
  readonly standing: readonly StandingAlarm[]
  /** whose number came back today, newest first */
  readonly recovered: readonly {
    readonly id: string
    readonly title: NonNullable<Row['title']>
    readonly metric: string | null
    readonly scope: Row['scope']
    readonly at: number
  }[]
  /** what enabled rules watch */
  readonly watched: {
    /** `channels` null = each of them; `company` = the number of the whole company */
    readonly metrics: readonly {
      readonly metric: string
      readonly channels: readonly string[] | null
      readonly company: boolean
    }[]
    readonly waits: boolean
    readonly sources: boolean
  }
}

/** Pseudo metrics of rows about conversations that wait, and about what is no metric. */
const WAIT_METRIC = 'wait_over'
const OTHER_METRIC = 'alarm'

const VIP_SEVERITY = 1.4
const VIP_STEP = 0.1
/** An alarm this far out of its limit takes the whole screen. */
const WORST_FROM = 1.5
const RECOVERED_MOST = 20

/** What no enabled rule watches, and is judged by its target alone. */
export function unwatched(
  candidates: readonly AlarmCandidate[],
  { watched }: StoredAlarms,
): readonly AlarmCandidate[] {
  return candidates.filter(({ metric, scope: { channel } }) => {
    if (metric === 'source_silent') return !watched.sources
    if (metric === 'vip_overdue') return !watched.waits
    return !watched.metrics.some((by) =>
      by.metric !== metric
        ? false
        : channel === undefined
          ? by.company
          : !by.company && (by.channels === null || (channel !== null && by.channels.includes(channel))),
    )
  })
}

/**
 * The alarms of a board: standing incidents and what the book says of the rest, the worst first. Conversations of one
 * rule and channel are one row; a number that the board knows newer than the incident shows as the board knows it.
 */
export function withStored(
  book: AlarmsResult,
  stored: StoredAlarms,
  candidates: readonly AlarmCandidate[],
  now: number,
): AlarmsResult {
  if (stored.standing.length === 0 && stored.recovered.length === 0) return book
  const known = new Map(candidates.map((one) => [candidateKey(one.metric, one.scope), one]))
  const helpers = candidates.find(({ canHelp }) => canHelp.length > 0)?.canHelp ?? []
  const severities = new Map(candidates.map(({ id, severity }) => [id, severity]))
  const rows = [
    ...gathered(stored.standing).map((alarms) => storedRow(alarms, known, helpers, now)),
    ...book.rows.map((row) => ({ row, severity: severities.get(row.id) ?? 0 })),
  ].sort(
    (a, b) =>
      Number(b.row.state === 'bad') - Number(a.row.state === 'bad') ||
      b.severity - a.severity ||
      (a.row.id < b.row.id ? -1 : 1),
  )
  const recovered = [
    ...stored.recovered.map(({ id, title, metric, scope, at }) => ({
      id,
      title,
      metric: metric ?? OTHER_METRIC,
      scope,
      at: new Date(at).toISOString(),
    })),
    ...book.recovered,
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return {
    rows: rows.map(({ row, severity }, i) => ({
      ...row,
      worst: i === 0 && row.state === 'bad' && severity >= WORST_FROM,
    })),
    unacknowledged: rows.filter(({ row }) => row.acknowledgedAt === null).length,
    recovered: recovered.slice(0, RECOVERED_MOST),
  }
}

const candidateKey = (metric: string, { channel, team, source }: Row['scope']) =>
  JSON.stringify([metric, channel ?? null, team ?? null, source ?? null])

/**
 * Incidents of single conversations by rule, channel and severity; sources that are silent together; every other one by
 * itself.
 */
function gathered(standing: readonly StandingAlarm[]): StandingAlarm[][] {
  const groups = new Map<string, StandingAlarm[]>()
  for (const alarm of standing) {
    const single = alarm.waiting > 0 && alarm.unit === 'seconds'
    const key = single
      ? JSON.stringify([
          alarm.ruleId,
          alarm.scope.channel ?? null,
          alarm.severity,
          alarm.acknowledgedAt !== null,
        ])
      : alarm.kind === 'source'
        ? JSON.stringify([alarm.ruleId, alarm.acknowledgedAt !== null])
        : alarm.id
    groups.set(key, [...(groups.get(key) ?? []), alarm])
  }
  return [...groups.values()]
}

function storedRow(
  alarms: readonly StandingAlarm[],
  known: ReadonlyMap<string, AlarmCandidate>,
  helpers: Row['canHelp'],
  now: number,
): { readonly row: Row; readonly severity: number } {
  const [first] = [...alarms].sort((a, b) => a.since - b.since)
  if (first === undefined) throw new Error('A row is of at least one incident.')
  const waits = first.waiting > 0
  const silent = first.kind === 'source' && first.scope.source !== undefined
  const waiting = alarms.reduce((sum, alarm) => sum + alarm.waiting, 0)
  const live = first.metric === null ? undefined : known.get(candidateKey(first.metric, first.scope))
  const several = waits && waiting > 1
  const value = several
    ? waiting
    : waits && first.limit !== null
      ? first.limit + Math.max(0, Math.round((now - first.since) / 1000))
      : (live?.value ?? first.value)
  const limit = several ? null : first.limit
  const vips = alarms.filter(({ vip }) => vip).length
  const row: Row = {
    id: first.id,
    metric: waits ? WAIT_METRIC : silent ? 'source_silent' : (first.metric ?? OTHER_METRIC),
    unit: several ? 'count' : first.unit,
    scope: silent && alarms.length > 1 ? {} : first.scope,
    state: first.severity,
    value,
    limit,
    since: new Date(first.since).toISOString(),
    canHelp: waits || first.metric === 'queue_now' || first.metric?.startsWith('frt') === true ? helpers : [],
    worst: false,
    acknowledgedAt: first.acknowledgedAt === null ? null : new Date(first.acknowledgedAt).toISOString(),
    title: first.title,
    incident: first.number,
    owner: first.owner,
    nextStepAt: first.nextStepAt === null ? null : new Date(first.nextStepAt).toISOString(),
    notifiedAt: first.toldAt === null ? null : new Date(first.toldAt).toISOString(),
    recovery:
      alarms.length > 1 || first.recoveredTimes === null || first.recoverTimes === null
        ? null
        : { done: first.recoveredTimes, needed: first.recoverTimes },
    others: alarms.length - 1,
  }
  const severity = waits ? (vips === 0 ? 1 : VIP_SEVERITY + VIP_STEP * vips) : distance(value, first)
  return { row, severity }
}

/** 1 = at its limit, 2 = twice as far; below 1 = back inside, though not yet for long enough. */
function distance(value: number | null, { value: raised, limit }: StandingAlarm): number {
  if (value === null || limit === null) return 1
  if (raised === null || raised >= limit) return limit > 0 ? value / limit : value > 0 ? 1 + value : 1
  // Below a floor: how much is missing against what may be.
  return limit < 1 ? (1 - value) / Math.max(1 - limit, 0.01) : limit / Math.max(value, limit / 10)
}
