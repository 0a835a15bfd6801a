/** What the alarm engine must know beside rules and numbers: who is who, where messages can go, what is hushed. */
import { teamOf } from '@/lib/alerts/in-charge'
import type { Silence } from '@/lib/alerts/quiet'
import type { AlarmScope, Ladder, Organisation } from '@/lib/alerts/types'
import { type PlanTarget, readPlanTargets } from '@/lib/db/deliveries-plan'
import { readLadders, readSilences } from '@/lib/db/incidents-engine'
import { readOrganisation } from '@/lib/db/organisation'
import type { Connection } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import { readFoldConfig } from '@/lib/db/settings'
import type { FoldConfig } from '@/lib/facts/config'
import type { MetricQuery } from '@/lib/metrics/types'

const WEEK = 7 * 86_400_000
/** A team serves a channel where it has this part of its conversations. */
const SERVES_FROM = 0.1
const KEPT_MS = 60_000

/** Which teams serve a channel, the one with most of it first. */
export type Serving = ReadonlyMap<string, readonly string[]>

export interface AlarmWorld {
  readonly organisation: Organisation
  readonly targets: readonly PlanTarget[]
  readonly ladders: ReadonlyMap<string, Ladder>
  readonly silences: readonly Silence[]
  readonly calendars: FoldConfig
  readonly zone: string
  readonly serving: Serving
}

let kept: { readonly at: number; readonly zone: string; readonly serving: Serving } | null = null

/** Who served which channel in the last week; at most a minute old. Empty where nobody can tell. */
export async function readServing(now: number, zone: string): Promise<Serving> {
  if (kept !== null && kept.zone === zone && Math.abs(now - kept.at) < KEPT_MS) return kept.serving
  const query: MetricQuery = {
    metrics: ['tickets_opened'],
    dimensions: ['channel', 'team'],
    grain: null,
    period: { from: now - WEEK, to: now },
    filters: [],
    calendar: null,
    compare: null,
    orderBy: [],
    limit: 1_000,
    scope: null,
  }
  const { rows } = await queryMetrics(query, { now, zone, locale: 'zh' })
  const counts = new Map<string, { team: string; count: number }[]>()
  for (const { channel, team, tickets_opened: count } of rows) {
    if (typeof channel !== 'string' || typeof team !== 'string' || typeof count !== 'number') continue
    counts.set(channel, [...(counts.get(channel) ?? []), { team, count }])
  }
  const serving = new Map(
    [...counts].map(([channel, teams]) => {
      const all = teams.reduce((sum, { count }) => sum + count, 0)
      const own = teams.filter(({ count }) => count >= all * SERVES_FROM).sort((a, b) => b.count - a.count)
      return [channel, own.map(({ team }) => team)] as const
    }),
  )
  kept = { at: now, zone, serving }
  return serving
}

/** Forgets who serves what, for tests that move time. */
export function forgetServing(): void {
  kept = null
}

/** Reads all of it in the caller's transaction. */
export async function readAlarmWorld(client: Connection, now: number, serving: Serving): Promise<AlarmWorld> {
  const organisation = await readOrganisation(client)
  return {
    organisation,
    targets: await readPlanTargets(client),
    ladders: await readLadders(client),
    silences: await readSilences(client, now),
    calendars: await readFoldConfig(client),
    zone: organisation.zone,
    serving,
  }
}

/** Teams whose people may see an alarm; none = whoever reaches all teams. */
export function teamsOf({ organisation, serving }: AlarmWorld, scope: AlarmScope): readonly string[] {
  const team = teamOf(organisation, scope)
  if (team !== null) return [team]
  return scope.channel === undefined || scope.channel === null ? [] : (serving.get(scope.channel) ?? [])
}

/** The scope by which people are looked up: a channel stands for the team that serves it. */
export function inChargeScope(world: AlarmWorld, scope: AlarmScope): AlarmScope {
  const [team] = teamsOf(world, scope)
  return team === undefined || typeof scope.team === 'string' ? scope : { ...scope, team }
}
