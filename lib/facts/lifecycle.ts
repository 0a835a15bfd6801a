import type { Instant } from './event'
import type { ChannelKind } from './shapes'

/** A service episode while it is folded. */
export interface Episode {
  startedAt: Instant
  /** what its start is: a `reopening`'s never moves, the others yield to the higher-ranking */
  basis: 'opened' | 'message' | 'queued' | 'ringing' | 'reopening'
  endedAt: Instant | null
  outcome: 'waiting' | 'answered' | 'abandoned' | 'void'
  team: string | null
  agent: string | null
  /** it began when a call rang: the call's end ends it too */
  byCall: boolean
  /** how the ticket stood before a reopening, to stand so again where the episode ends unanswered */
  readonly before: { readonly state: State; readonly resolvedAt: Instant | null } | null
}

type State = 'open' | 'resolved' | 'closed' | 'abandoned'

/** A reopening that counts. */
export interface Reopening {
  readonly at: Instant
  /** not longer than 72 h after a resolution */
  readonly soon: boolean
}

/** What became of the ticket by an event, for those who keep rounds, assignments and contacts. */
export type Ending = 'none' | 'resolved' | 'abandoned' | 'ended'

/** Who is credited at this event. */
export interface Credited {
  readonly team: string | null
  readonly handling: string | null
}

const REOPEN_WINDOW_MS = 72 * 3_600_000

/**
 * The life of one ticket: open, resolved, closed, abandoned, and its episodes of waiting for a human. Events are
 * given in order. Rules: "Episodes and rounds" of the metric centre.
 */
export class Lifecycle {
  state: State = 'open'
  readonly episodes: Episode[] = []
  /** the episode of the present open stretch: waiting or answered; null where none has begun */
  current: Episode | null = null
  readonly reopenings: Reopening[] = []
  humanReplied = false
  openedAt: Instant | null = null
  /** the resolution that stands; and the last one, standing or not */
  resolvedAt: Instant | null = null
  everResolvedAt: Instant | null = null
  closedAt: Instant | null = null
  settled: Credited | null = null
  closedBy: Credited | null = null

  constructor(
    private readonly kind: ChannelKind,
    private readonly outbound: boolean,
  ) {}

  /** The first `ticket.opened`: where nothing else does, the wait begins here, unless the ticket is outbound. */
  opened(at: Instant): void {
    if (this.openedAt !== null) return
    this.openedAt = at
    if (this.outbound || this.humanReplied || this.state !== 'open' || this.episodes.length > 0) return
    this.begin(at, 'opened')
  }

  queued(at: Instant): void {
    if (this.state === 'abandoned') this.reopen(at)
    else if (this.state === 'open') this.waitFrom(at, 'queued')
  }

  customerWrote(at: Instant): void {
    if (this.state === 'open') this.waitFrom(at, 'message')
    else this.reopen(at)
  }

  /** An inbound call rings. */
  ringing(at: Instant): void {
    if (this.state === 'open') this.waitFrom(at, 'ringing')
    else this.reopen(at, true)
  }

  reopened(at: Instant): void {
    if (this.state !== 'open') this.reopen(at)
  }

  /** A human reply. True where it is the first of an episode. */
  replied(at: Instant, agent: string | null, team: string | null): boolean {
    this.humanReplied = true
    if (this.state === 'abandoned') {
      // Activity after an abandonment reopens; an agent who writes first opens no episode.
      this.countReopening(at)
      this.state = 'open'
      this.current = null
      return false
    }
    const episode = this.current
    if (this.state !== 'open' || episode?.outcome !== 'waiting') return false
    episode.outcome = 'answered'
    episode.endedAt = at
    episode.agent = agent
    episode.team = team
    return true
  }

  resolved(at: Instant, credited: Credited): Ending {
    const wasOpen = this.state === 'open'
    if (wasOpen) this.endUnanswered(at, credited.team)
    this.resolve(at, credited)
    if (this.state !== 'closed') this.state = 'resolved'
    return wasOpen ? 'resolved' : 'none'
  }

  closed(at: Instant, credited: Credited): Ending {
    this.closedAt = at
    this.closedBy = credited
    if (this.state === 'abandoned') return 'none'
    if (this.state !== 'open') {
      this.state = 'closed'
      return 'none'
    }
    const ending = this.end(at, credited)
    if (ending !== 'abandoned') this.state = 'closed'
    return ending
  }

  /** The customer left. Ignored after a human reply and once the ticket is resolved or closed. */
  abandoned(at: Instant, credited: Credited): Ending {
    if (this.humanReplied || this.state !== 'open') return 'none'
    return this.end(at, credited)
  }

  /** A call ended that nobody had answered. */
  callMissed(at: Instant, inbound: boolean, credited: Credited): Ending {
    if (this.state !== 'open') return 'none'
    const waiting = this.current?.outcome === 'waiting' ? this.current : null
    if (waiting !== null && !inbound) return 'none'
    if (!this.humanReplied && this.everResolvedAt === null) return this.end(at, credited)
    if (!waiting?.byCall) return 'none'
    this.endUnanswered(at, credited.team)
    if (this.resolvedAt === null) this.current = null
    return this.state === 'open' ? 'none' : 'ended'
  }

  /** An answered call ended on a ticket that no event resolves or closes. */
  callCompleted(at: Instant, credited: Credited): Ending {
    if (this.state !== 'open') return 'none'
    this.endUnanswered(at, credited.team)
    this.resolve(at, credited)
    this.closedAt = at
    this.closedBy = credited
    this.state = 'closed'
    return 'resolved'
  }

  /** The ticket's open stretch ends other than by `ticket.resolved`. */
  private end(at: Instant, credited: Credited): Ending {
    const waiting = this.current?.outcome === 'waiting' ? this.current : null
    if (!this.humanReplied && this.everResolvedAt === null) {
      // The ticket is abandoned; but only a first episode counts so, a later one leaves every rate.
      if (waiting?.before) this.endUnanswered(at, credited.team)
      else if (waiting) {
        waiting.outcome = 'abandoned'
        waiting.endedAt = at
        waiting.team = credited.team
      }
      this.state = 'abandoned'
      return 'abandoned'
    }
    if (waiting) this.endUnanswered(at, credited.team)
    // Where an earlier resolution stands again there is nothing to resolve.
    if (this.resolvedAt !== null) return 'ended'
    this.resolve(at, credited)
    return 'resolved'
  }

  /** A wait that ends with neither a reply nor an abandonment; where it began by a reopening, that was none. */
  private endUnanswered(at: Instant, team: string | null): void {
    const episode = this.current
    if (episode?.outcome !== 'waiting') return
    episode.outcome = 'void'
    episode.endedAt = at
    episode.team = team
    if (episode.before === null) return
    this.reopenings.pop()
    if (episode.before.resolvedAt === null) return
    this.resolvedAt = episode.before.resolvedAt
    this.state = episode.before.state
  }

  private resolve(at: Instant, credited: Credited): void {
    this.resolvedAt = at
    this.everResolvedAt = at
    this.settled = credited
  }

  private reopen(at: Instant, byCall = false): void {
    const before = { state: this.state, resolvedAt: this.resolvedAt }
    this.countReopening(at)
    this.state = 'open'
    this.resolvedAt = null
    this.begin(at, 'reopening', byCall, before)
  }

  private countReopening(at: Instant): void {
    const soon = this.everResolvedAt !== null && at - this.everResolvedAt <= REOPEN_WINDOW_MS
    this.reopenings.push({ at, soon })
  }

  private waitFrom(at: Instant, basis: 'message' | 'queued' | 'ringing'): void {
    const episode = this.current
    if (episode === null) {
      this.begin(at, basis, basis === 'ringing')
      return
    }
    if (episode.outcome !== 'waiting' || !this.outranks(basis, episode.basis)) return
    episode.startedAt = at
    episode.basis = basis
    episode.byCall ||= basis === 'ringing'
  }

  /** Whether a wait counted from `old` is counted from `basis` once that happens. */
  private outranks(basis: 'message' | 'queued' | 'ringing', old: Episode['basis']): boolean {
    if (old === 'reopening' || old === 'ringing' || old === basis) return false
    if (old === 'opened') return true
    if (basis === 'ringing') return this.kind === 'phone'
    return basis === 'queued'
  }

  private begin(
    at: Instant,
    basis: Episode['basis'],
    byCall = false,
    before: Episode['before'] = null,
  ): void {
    this.current = {
      startedAt: at,
      basis,
      endedAt: null,
      outcome: 'waiting',
      team: null,
      agent: null,
      byCall,
      before,
    }
    this.episodes.push(this.current)
  }
}
