/** Answers that boards of one team scope share: what several scenes ask is asked once. */

interface Entry {
  readonly at: number
  /** the batches heard of when it was asked */
  readonly heard: number
  /** the tenant's local day on which it was asked: at midnight every question is another one */
  readonly day: number
  readonly answer: Promise<unknown>
  /** the answer before it, while it is asked anew beside the frames */
  settled: boolean
}

export interface Moment {
  readonly now: number
  readonly day: number
}

/** An answer that is due may be shown for this long while it is asked anew, in milliseconds. */
const OVERDUE_MS = 30_000
/** What hangs on the clock alone ages this much between two batches. */
const SAME_FRAME_MS = 900
/** Questions that name a channel come and go. */
const ENTRIES_MAX = 400

const KEY = Symbol.for('helmline.boards.heard')

interface Heard {
  count: number
  /** whether anybody would tell of a new batch */
  listening: boolean
}

function heard(): Heard {
  const holder = globalThis as { [KEY]?: Heard }
  holder[KEY] ??= { count: 0, listening: false }
  return holder[KEY]
}

/** A batch is in every figure: what was answered before it is old. */
export function noteApplied(): void {
  heard().count++
}

/** Whether `noteApplied` is called for each batch; as long as it is not, nothing of the moment is shared. */
export function noteListening(listening: boolean): void {
  heard().listening = listening
  heard().count++
}

/** The shared answers of one team scope. */
export class BoardAnswers {
  private readonly entries = new Map<string, Entry>()
  private readonly asking = new Set<string>()

  /**
   * The answer under this id, asked anew where it is due (`everyMs` 0 = for each frame). What moves slowly never holds
   * up a frame: it is asked beside it and is in the next one. Throws what `ask` throws.
   */
  async get<T>(id: string, everyMs: number, moment: Moment, ask: () => Promise<T>): Promise<T> {
    const known = this.entries.get(id)
    if (known === undefined || known.day !== moment.day) return await this.ask(id, moment, ask)
    const age = moment.now - known.at
    if (everyMs === 0) {
      const { count, listening } = heard()
      const current = listening && known.heard === count && age >= 0 && age <= SAME_FRAME_MS
      return current ? ((await known.answer) as T) : await this.ask(id, moment, ask)
    }
    if (age < 0 || age > everyMs + OVERDUE_MS) return await this.ask(id, moment, ask)
    if (age >= everyMs && known.settled && !this.asking.has(id)) {
      this.asking.add(id)
      void this.refresh(id, moment, ask, known).finally(() => this.asking.delete(id))
    }
    return (await known.answer) as T
  }

  private async refresh<T>(id: string, moment: Moment, ask: () => Promise<T>, before: Entry): Promise<void> {
    const { count } = heard()
    try {
      const answer = await ask()
      if (this.entries.get(id) === before) {
        this.keep(id, {
          at: moment.now,
          heard: count,
          day: moment.day,
          answer: Promise.resolve(answer),
          settled: true,
        })
      }
    } catch {
      // The old answer stands until it is too old to be shown; then the error is the frame's.
    }
  }

  private async ask<T>(id: string, { now, day }: Moment, ask: () => Promise<T>): Promise<T> {
    const answer = ask()
    const entry: Entry = { at: now, heard: heard().count, day, answer, settled: false }
    this.keep(id, entry)
    try {
      const value = await answer
      entry.settled = true
      return value
    } catch (error) {
      if (this.entries.get(id) === entry) this.entries.delete(id)
      throw error
    }
  }

  private keep(id: string, entry: Entry): void {
    this.entries.delete(id)
    this.entries.set(id, entry)
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= ENTRIES_MAX) break
      this.entries.delete(oldest)
    }
  }
}
