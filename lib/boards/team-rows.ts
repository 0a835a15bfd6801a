/** Zone C: how full the teams are, and who has room. Nobody is ranked. Pure. */
import { type Judged, targetAt } from '@/lib/metrics/targets'
import type { Limit } from '@/lib/metrics/types'
import { ageOf, byKey, enoughOf, instantText, isStale, numberOf } from './answers'
import type { BoardParts, PersonReading } from './board'
import { bandOf, byUrgency, worst } from './state'
import type { TeamsResult, TileState, TileValue } from './types'

export type TeamRow = TeamsResult['rows'][number]
export type Helper = TeamsResult['canHelp'][number]

/** Over its capacity a team is in trouble. */
const CAPACITY: Limit = { value: 1, op: '<=' }
const HELPERS_SHOWN = 6
const MEMBERS_SHOWN = 60

/** Conversations a person could still take: none unless available; one where no capacity is known and none is in hand. */
export function roomOf(person: Pick<PersonReading, 'status' | 'open' | 'capacity'>): number {
  if (person.status !== 'available') return 0
  return Math.max(0, (person.capacity ?? 1) - person.open)
}

/** A load target of the company's own judges; else a team is watched beyond the healthy range, bad over its capacity. */
export function loadState(
  load: number | null,
  metric: Judged | undefined,
  team: string | null,
): 'ok' | 'watch' | 'bad' | 'none' {
  const target = targetAt(metric, { team })
  if (load === null || target === null) return 'none'
  const band = bandOf(load, target.own ? target : CAPACITY, 'share')
  if (band === 'bad') return 'bad'
  return (target.own ? band === 'watch' : load > target.value) ? 'watch' : 'ok'
}

const codePoints = (a: string | null, b: string | null): number =>
  String(a) < String(b) ? -1 : a === b ? 0 : 1

/** The teams that have somebody signed in or somebody waiting, by urgency. */
export function teamRows(parts: BoardParts): TeamRow[] {
  const recent = byKey(parts.results.teamsNow?.rows, 'team')
  const today = byKey(parts.results.teamsToday?.rows, 'team')
  const people = new Map<string | null, PersonReading[]>()
  for (const person of parts.live.people)
    people.set(person.team, [...(people.get(person.team) ?? []), person])
  const withinTarget = parts.metric('frt_within_target')
  const stale = isStale(parts)
  const names = new Set([...people.keys(), ...recent.keys()].filter((team) => team !== null))
  const rows = [...names].map((team): TeamRow => {
    const own = people.get(team) ?? []
    const able = own.filter(({ capacity }) => capacity !== null && capacity > 0)
    const capacity = able.reduce((sum, person) => sum + (person.capacity ?? 0), 0)
    const inHand = able.reduce((sum, person) => sum + person.open, 0)
    const load = capacity === 0 ? null : inHand / capacity
    const now = recent.get(team)
    const queue = numberOf(now, 'queue_now') ?? 0
    const within = enoughOf(parts, now, 'frt_within_target')
    const hours = parts.hours({ team })
    const judged = worst([
      load === null ? 'ok' : loadState(load, parts.metric('load'), team),
      bandOf(queue, targetAt(parts.metric('queue_now'), { team }), 'count'),
      // A team answers several channels: its share within each channel's own limit says more than its mean.
      within === null ? 'ok' : bandOf(within, targetAt(withinTarget, { team }), 'share'),
    ])
    const state: TileState = hours.state === 'closed' && own.length === 0 ? 'closed' : stale ? 'none' : judged
    return {
      team,
      state,
      load,
      open: own.reduce((sum, person) => sum + person.open, 0),
      capacity: capacity === 0 ? null : capacity,
      online: own.length,
      free: own.filter((person) => roomOf(person) > 0).length,
      queue,
      frt: enoughOf(parts, now, 'frt_avg'),
      frtN: now?.n.frt_avg ?? 0,
      within,
      withinN: now?.n.frt_within_target ?? 0,
      handled: numberOf(today.get(team), 'tickets_resolved') ?? 0,
      members: [...own]
        .sort((a, b) => codePoints(a.agent, b.agent))
        .slice(0, MEMBERS_SHOWN)
        .map(({ agent, status, open, capacity }) => ({ agent, status, open, capacity })),
      ...(state === 'closed' ? { until: instantText(hours.until) } : {}),
    }
  })
  return rows.sort(
    (a, b) =>
      byUrgency(a.state, b.state) ||
      (b.load ?? 0) - (a.load ?? 0) ||
      b.queue - a.queue ||
      codePoints(a.team, b.team),
  )
}

/** People with room, most room first, from teams that need nobody themselves. */
export function helpersOf(people: readonly PersonReading[], rows: readonly TeamRow[]): Helper[] {
  const inTrouble = new Set(
    rows.flatMap(({ team, state }) => (state === 'bad' || state === 'watch' ? [team] : [])),
  )
  return people
    .filter((person) => !inTrouble.has(person.team) && roomOf(person) > 0)
    .map((person) => ({ agent: person.agent, team: person.team, room: roomOf(person) }))
    .sort((a, b) => b.room - a.room || codePoints(a.agent, b.agent))
}

/** The tile `teams`: value = teams in trouble. */
export function teamsTile(
  parts: BoardParts,
  rows: readonly TeamRow[],
  helpers: readonly Helper[],
): TileValue {
  return {
    value: rows.filter(({ state }) => state === 'bad' || state === 'watch').length,
    n: null,
    state: isStale(parts) ? 'none' : worst(rows.map(({ state }) => state)),
    ageSeconds: ageOf(parts),
    result: { rows, canHelp: helpers.slice(0, HELPERS_SHOWN) } satisfies TeamsResult,
  }
}
