import type { UnifiedEvent } from './event'
import { names, textOf } from './fields'

/**
 * Who is credited, read event by event in order.
 *
 * Teams are named by `ticket.opened`, `ticket.updated`, `ticket.queued`, `ticket.assigned` (`team`) and
 * `ticket.transferred` (`toTeam`). Agents are assigned by `ticket.opened`, `ticket.assigned`, `ticket.updated`
 * where it names another than the assigned one (`agent`), and `ticket.transferred` (`toAgent`).
 */
export class Credit {
  /** the last team named, this event included */
  team: string | null = null
  /** the last team named before this event */
  teamBefore: string | null = null
  /** every team ever named, in order of first naming */
  readonly teams: string[] = []
  /** the agent of the last assignment, until cleared */
  assigned: string | null = null
  /** the last assigned or replying agent: who is credited with handling, resolution and FCR */
  handling: string | null = null
  /** who holds the ticket now: as `handling`, but nobody after a transfer to a team or a clearing */
  holder: string | null = null
  /** the last human who wrote publicly or answered a call */
  lastWriter: string | null = null

  /** Takes what the event names. Returns the agent it assigns, or null. */
  take(event: UnifiedEvent): string | null {
    const { type, data } = event
    this.teamBefore = this.team
    switch (type) {
      case 'ticket.opened':
      case 'ticket.updated': {
        if (names(data, 'team')) this.nameTeam(textOf(data, 'team'))
        if (!names(data, 'agent')) return null
        const agent = textOf(data, 'agent')
        if (agent === null) {
          this.assigned = null
          this.holder = null
          return null
        }
        return agent === this.assigned ? null : this.assign(agent)
      }
      case 'ticket.queued':
      case 'ticket.assigned': {
        const team = textOf(data, 'team')
        if (team !== null) this.nameTeam(team)
        return type === 'ticket.assigned' ? this.assign(textOf(data, 'agent')) : null
      }
      case 'ticket.transferred': {
        const team = textOf(data, 'toTeam')
        if (team !== null) this.nameTeam(team)
        const agent = textOf(data, 'toAgent')
        if (agent === null) this.holder = null
        return this.assign(agent)
      }
      default:
        return null
    }
  }

  /** A human reply by this agent (null = unknown). */
  replied(agent: string | null): void {
    this.lastWriter = agent
    if (agent === null) return
    this.handling = agent
    this.holder = agent
  }

  private assign(agent: string | null): string | null {
    if (agent === null) return null
    this.assigned = agent
    this.handling = agent
    this.holder = agent
    return agent
  }

  private nameTeam(team: string | null): void {
    this.team = team
    if (team !== null && !this.teams.includes(team)) this.teams.push(team)
  }
}
