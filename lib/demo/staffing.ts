/** Who works when: shifts, breaks, and how full a team is against the customers that come. */
import type { Instant } from '@/lib/facts/event'
import { agentsIn, type DemoAgent, type DemoTeam, SOURCES } from './company'
import { demandOf, SLOT_MS, SLOTS } from './curves'
import { type DemoPlan, dayOf, HOUR, MINUTE, startOfDay } from './plan'
import { hashOf } from './random'

export interface Pause {
  readonly from: Instant
  readonly to: Instant
  readonly status: 'break' | 'away'
}

export interface Shift {
  readonly agent: DemoAgent
  readonly kind: 'day' | 'evening' | 'night'
  readonly from: Instant
  readonly to: Instant
  readonly pauses: readonly Pause[]
}

function nightAgent(team: DemoTeam, day: number): DemoAgent | undefined {
  const agents = agentsIn(team)
  return agents[((day % agents.length) + agents.length) % agents.length]
}

function shiftOf(plan: DemoPlan, agent: DemoAgent, kind: Shift['kind'], day: number): Shift {
  const start = startOfDay(day)
  const jitter = (hashOf(plan.seed, 'shift', agent.agent, day) % 12) * MINUTE
  if (kind === 'night')
    return { agent, kind, from: start + 23 * HOUR, to: start + 32 * HOUR + 40 * MINUTE, pauses: [] }
  const early = kind === 'day'
  const from = start + (early ? 8 * HOUR + 20 * MINUTE : 13 * HOUR + 50 * MINUTE) + jitter
  const to = start + (early ? 17 * HOUR + 30 * MINUTE : 23 * HOUR) + jitter
  const meal = start + (early ? 11 * HOUR + 20 * MINUTE : 17 * HOUR) + (agent.index % 5) * 24 * MINUTE
  const away = (early ? from + 6 * HOUR : from + 2 * HOUR) + (agent.index % 5) * 17 * MINUTE + jitter
  const pauses: Pause[] = [
    { from: meal, to: meal + 45 * MINUTE, status: 'break' },
    { from: away, to: away + 9 * MINUTE, status: 'away' },
  ]
  return { agent, kind, from, to, pauses: pauses.sort((a, b) => a.from - b.from) }
}

/** The shifts of a team that begin on a local day, one for each person who works. */
export function shiftsOn(plan: DemoPlan, team: DemoTeam, day: number): readonly Shift[] {
  const night = nightAgent(team, day)
  const tired = nightAgent(team, day - 1)
  const shifts: Shift[] = []
  for (const agent of agentsIn(team)) {
    if (agent === night) shifts.push(shiftOf(plan, agent, 'night', day))
    else if ((((day + agent.index + 1) % 6) + 6) % 6 === 0) continue
    else if (agent === tired) shifts.push(shiftOf(plan, agent, 'evening', day))
    else
      shifts.push(
        shiftOf(plan, agent, (agent.index + Math.floor(day / 7)) % 2 === 0 ? 'day' : 'evening', day),
      )
  }
  return shifts
}

/** Rosters of one plan; each day is worked out once. */
export interface Roster {
  /** people of the team at work and not on a break at the instant; never empty */
  onDuty(team: DemoTeam, at: Instant): readonly DemoAgent[]
  /** how many customers come for the people there are; about 0.6 on a quiet morning, above 1 at peaks */
  pressure(team: DemoTeam, at: Instant): number
}

export function rosterOf(plan: DemoPlan): Roster {
  const shifts = new Map<string, readonly Shift[]>()
  const pressures = new Map<string, readonly number[]>()

  const shiftsAround = (team: DemoTeam, day: number): readonly Shift[] => {
    const key = `${team} ${day}`
    let found = shifts.get(key)
    if (found === undefined) {
      found = [
        ...shiftsOn(plan, team, day - 1).filter((shift) => shift.kind === 'night'),
        ...shiftsOn(plan, team, day),
      ]
      shifts.set(key, found)
    }
    return found
  }
  const onDuty = (team: DemoTeam, at: Instant): readonly DemoAgent[] => {
    const present = shiftsAround(team, dayOf(at)).filter((shift) => at >= shift.from && at < shift.to)
    const free = present.filter((shift) => !shift.pauses.some((pause) => at >= pause.from && at < pause.to))
    const chosen = free.length > 0 ? free : present
    return chosen.length > 0 ? chosen.map((shift) => shift.agent) : agentsIn(team).slice(0, 1)
  }
  const pressureOf = (team: DemoTeam, day: number): readonly number[] => {
    const sources = SOURCES.filter((source) => source.team === team)
    const shares = sources.reduce((sum, source) => sum + source.share, 0)
    const usualStaff = agentsIn(team).length * 0.3
    return Array.from({ length: SLOTS }, (_, slot) => {
      const demand =
        sources.reduce((sum, source) => sum + demandOf(plan, source, day, slot) * source.share, 0) / shares
      const staff = onDuty(team, startOfDay(day) + (slot + 0.5) * SLOT_MS).length / usualStaff
      return Math.min(3, Math.max(0.35, (0.75 * demand) / staff))
    })
  }
  return {
    onDuty,
    pressure: (team, at) => {
      const day = dayOf(at)
      const key = `${team} ${day}`
      let found = pressures.get(key)
      if (found === undefined) {
        found = pressureOf(team, day)
        pressures.set(key, found)
      }
      return found[Math.floor((at - startOfDay(day)) / SLOT_MS)] ?? 0.7
    },
  }
}
