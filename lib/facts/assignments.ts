import type { Instant } from './event'

/** An assignment while it is folded. */
export interface Assignment {
  readonly agent: string
  readonly team: string | null
  readonly assignedAt: Instant
  endedAt: Instant | null
  outcome: 'open' | 'answered' | 'cancelled'
}

/** Assignments → that agent's first reply. */
export class Assignments {
  readonly all: Assignment[] = []
  private open: Assignment | null = null
  /** time of the last assignment, whoever got it */
  lastAt: Instant | null = null

  /** Assigned twice, the first counts; somebody else's assignment cancels. */
  assign(at: Instant, agent: string, team: string | null): void {
    this.lastAt = at
    if (this.open?.agent === agent) return
    this.cancel(at)
    this.open = { agent, team, assignedAt: at, endedAt: null, outcome: 'open' }
    this.all.push(this.open)
  }

  replied(at: Instant, agent: string | null): void {
    if (this.open === null || this.open.agent !== agent) return
    this.open.outcome = 'answered'
    this.open.endedAt = at
    this.open = null
  }

  cancel(at: Instant): void {
    if (this.open === null) return
    this.open.outcome = 'cancelled'
    this.open.endedAt = at
    this.open = null
  }
}

/** Time an agent has a live contact on the ticket, while it is folded. */
export interface Contact {
  readonly agent: string
  readonly team: string | null
  readonly startedAt: Instant
  endedAt: Instant | null
}

/** Contacts: an assignment or a reply begins one; a hand-over or the end of the ticket's stretch ends it. */
export class Contacts {
  readonly all: Contact[] = []
  private live: Contact | null = null

  begin(at: Instant, agent: string | null, team: string | null): void {
    if (agent === null || this.live?.agent === agent) return
    this.end(at)
    this.live = { agent, team, startedAt: at, endedAt: null }
    this.all.push(this.live)
  }

  end(at: Instant): void {
    if (this.live === null) return
    this.live.endedAt = at
    this.live = null
  }
}
