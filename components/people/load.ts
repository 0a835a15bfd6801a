/** Who has room now: from what agents do to squares and loads. Pure. */
import { roomOf } from '@/lib/boards/team-rows'

/** An agent as they are now; `since` in epoch ms, `capacity` null where the source does not say. */
export interface PersonNow {
  readonly agent: string
  readonly team: string | null
  readonly status: string
  readonly capacity: number | null
  readonly since: number
  readonly open: number
}

export const isOnline = (person: PersonNow): boolean => person.status !== 'offline'

/** How full a person is: 0 free … 1 full … above 1 over; null where no capacity is known. */
export function fillOf(person: PersonNow): number | null {
  return person.capacity === null || person.capacity <= 0 ? null : person.open / person.capacity
}

export interface TeamNow {
  readonly team: string | null
  /** those online, the fullest first; then nobody else */
  readonly online: readonly PersonNow[]
  readonly members: number
  /** open cases ÷ capacity of those online; null where no capacity is known */
  readonly load: number | null
  /** people with room */
  readonly free: number
}

/** People by team, teams by load, the fullest first. */
export function teamsNow(people: readonly PersonNow[]): readonly TeamNow[] {
  const teams = new Map<string | null, PersonNow[]>()
  for (const person of people) teams.set(person.team, [...(teams.get(person.team) ?? []), person])
  return [...teams]
    .map(([team, members]): TeamNow => {
      const online = members
        .filter(isOnline)
        .sort((a, b) => (fillOf(b) ?? 0) - (fillOf(a) ?? 0) || a.agent.localeCompare(b.agent, 'zh'))
      const able = online.filter((person) => person.capacity !== null)
      const capacity = able.reduce((sum, person) => sum + (person.capacity ?? 0), 0)
      const open = able.reduce((sum, person) => sum + person.open, 0)
      return {
        team,
        online,
        members: members.length,
        load: capacity > 0 ? open / capacity : null,
        free: online.filter((person) => roomOf(person) > 0).length,
      }
    })
    .sort((a, b) => (b.load ?? -1) - (a.load ?? -1) || (a.team ?? '').localeCompare(b.team ?? '', 'zh'))
}

/** Who could help now, most room first, then by name. */
export function helpers(people: readonly PersonNow[]): readonly PersonNow[] {
  return people
    .filter((person) => roomOf(person) > 0)
    .sort((a, b) => roomOf(b) - roomOf(a) || a.agent.localeCompare(b.agent, 'zh'))
}
