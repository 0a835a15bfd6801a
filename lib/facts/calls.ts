import type { Instant } from './event'

/** One call of a ticket while it is folded. */
export interface Call {
  readonly direction: 'in' | 'out'
  answeredAt: Instant | null
  endedAt: Instant | null
  wrapupEndedAt: Instant | null
}

/** The calls of one ticket, one after another: a call that rings again while open begins nothing. */
export class Calls {
  readonly all: Call[] = []
  /** the call that rings or runs now */
  current: Call | null = null
  private lastEnded: Call | null = null

  ringing(direction: 'in' | 'out'): Call {
    if (this.current === null) this.begin(direction)
    return this.current ?? this.begin(direction)
  }

  answered(at: Instant, direction: 'in' | 'out'): Call {
    const call = this.current ?? this.begin(direction)
    call.answeredAt ??= at
    return call
  }

  /** The call that ended, or null where none was known to ring or run. */
  ended(at: Instant): Call | null {
    const call = this.current
    if (call === null) return null
    call.endedAt = at
    this.current = null
    this.lastEnded = call
    return call
  }

  /** The first end of wrap-up after a call's end belongs to it. */
  wrapupEnded(at: Instant): void {
    if (this.lastEnded?.answeredAt != null) this.lastEnded.wrapupEndedAt ??= at
  }

  private begin(direction: 'in' | 'out'): Call {
    this.current = { direction, answeredAt: null, endedAt: null, wrapupEndedAt: null }
    this.all.push(this.current)
    return this.current
  }
}
