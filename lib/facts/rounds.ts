import type { Instant, Millis } from './event'

/** A round while it is folded: from the first unanswered customer message to the next human reply. */
export interface Round {
  readonly startedAt: Instant
  readonly team: string | null
  agent: string | null
  endedAt: Instant | null
  outcome: 'open' | 'answered' | 'unanswered'
  /** its reply is also the first reply of an episode, or would be */
  first: boolean
  /** the last assignment before the reply; null = none */
  assignedAt: Instant | null
}

/** No round counts more than this towards the handling time of text. */
export const ROUND_EFFORT_CAP_MS: Millis = 300_000

/** The rounds of one ticket, event by event in order. */
export class Rounds {
  readonly all: Round[] = []
  open: Round | null = null

  /**
   * A customer message: opens a round, or adds to the one already open without moving its start. `waiting`: an
   * episode waits for a human, so that the reply to come will be its first.
   */
  customerWrote(at: Instant, team: string | null, waiting: boolean): void {
    if (this.open) return
    this.open = {
      startedAt: at,
      team,
      agent: null,
      endedAt: null,
      outcome: 'open',
      first: waiting,
      assignedAt: null,
    }
    this.all.push(this.open)
  }

  /** A human reply. `first`: it also ends the wait of an episode. `assignedAt`: the last assignment so far. */
  replied(at: Instant, agent: string | null, first: boolean, assignedAt: Instant | null): void {
    const round = this.open
    if (!round) return
    round.endedAt = at
    round.outcome = 'answered'
    round.agent = agent
    round.first = first
    round.assignedAt = assignedAt
    this.open = null
  }

  /** A resolution, a closing or an abandonment ends an open round unanswered. */
  end(at: Instant): void {
    if (!this.open) return
    this.open.endedAt = at
    this.open.outcome = 'unanswered'
    this.open = null
  }
}
