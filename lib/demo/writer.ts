/** Writes the events of one demo ticket, and keeps the desk: who is busy with how many customers. */
import type { EventData, Instant, UnifiedEvent } from '@/lib/facts/event'
import type { DemoAgent, DemoSource, DemoTeam } from './company'
import { silentUntil } from './curves'
import { type DemoPlan, SECOND } from './plan'
import type { Random } from './random'
import type { Roster } from './staffing'

/** Live contacts of the agents within one day's generation. */
export class Desk {
  readonly contacts = new Map<string, { from: Instant; to: Instant }[]>()

  constructor(private readonly roster: Roster) {}

  private open(agent: DemoAgent, at: Instant): number {
    let count = 0
    for (const contact of this.contacts.get(agent.agent) ?? [])
      if (contact.from <= at && contact.to > at) count += 1
    return count
  }

  /** The freest person of the team at work, and how many customers too many that person then has. */
  take(team: DemoTeam, at: Instant, random: Random): { agent: DemoAgent; over: number } {
    const agents = this.roster.onDuty(team, at)
    let best: { agent: DemoAgent; load: number } | null = null
    const shift = random.int(0, agents.length - 1)
    for (let i = 0; i < agents.length; i += 1) {
      const agent = agents[(i + shift) % agents.length]
      if (agent === undefined) continue
      const load = this.open(agent, at) / agent.capacity
      if (best === null || load < best.load) best = { agent, load }
    }
    const agent = best?.agent ?? random.pick(agents)
    return { agent, over: Math.max(0, ((best?.load ?? 0) - 1) * agent.capacity + 1) }
  }

  hold(agent: DemoAgent, from: Instant, to: Instant): void {
    const list = this.contacts.get(agent.agent)
    if (list === undefined) this.contacts.set(agent.agent, [{ from, to }])
    else list.push({ from, to })
  }
}

/** An event and the instant at which its source hands it over. */
export interface Delivery {
  readonly at: Instant
  readonly event: UnifiedEvent
}

/** What writing a day needs. */
export interface Day {
  readonly plan: DemoPlan
  readonly roster: Roster
  readonly desk: Desk
  readonly deliveries: Delivery[]
}

/** Adds an event of a source; the frail source hands over what happened in a silence only when it is over. */
export function deliver(day: Day, event: UnifiedEvent): void {
  day.deliveries.push({ at: silentUntil(day.plan, event.source, event.time) ?? event.time, event })
}

/** The events of one ticket, in the order they are written; ids are the ticket's number and a running one. */
export class TicketWriter {
  private count = 0

  constructor(
    readonly day: Day,
    readonly source: DemoSource,
    readonly subject: string,
    readonly random: Random,
  ) {}

  /** Adds an event; returns its time in whole milliseconds. */
  add(at: Instant, type: string, data: EventData): Instant {
    const time = Math.round(at)
    const id = `${this.subject}.${String(this.count).padStart(2, '0')}`
    this.count += 1
    deliver(this.day, { id, source: this.source.source, type, time, subject: this.subject, data })
    return time
  }

  customerSays(at: Instant, text: string): Instant {
    return this.add(at, 'message.sent', { from: 'customer', text })
  }

  /** A human, public reply. Agents cannot see the customers of a silent source: they answer when it is back. */
  agentSays(at: Instant, agent: DemoAgent, text: string): Instant {
    return this.add(this.reached(at), 'message.sent', { from: 'agent', agent: agent.agent, text })
  }

  /** The instant itself, or shortly after the silence that holds it. */
  reached(at: Instant): Instant {
    const until = silentUntil(this.day.plan, this.source.source, at)
    return until === null ? at : until + this.random.int(5, 240) * SECOND
  }
}
