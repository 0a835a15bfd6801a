/** What an open screen knows, and how frames change it. Pure, so that it can be tested without a browser. */
import type { Frame, TileValue } from '@/lib/boards/types'

/** Seconds without a frame or a ping after which the picture counts as old. */
export const STALE_AFTER_SECONDS = 15

export type Link = 'connecting' | 'open' | 'lost' | 'ended'

export interface LiveState {
  readonly tiles: Readonly<Record<string, TileValue>>
  /** server's time of the last good frame, epoch ms; 0 = none yet. Frames made without a database do not move it */
  readonly at: number
  /** our own clock when a frame or ping last came, epoch ms */
  readonly heardAt: number
  /** server clock − our clock, ms: countdowns run on the server's */
  readonly skew: number
  readonly link: Link
  /** false while the server says that it cannot read its database */
  readonly database: boolean
}

/** The state before anything has come over the line: the frame the page was rendered with, if any. */
export function initialState(frame: Frame | null, now: number): LiveState {
  const at = frame ? Date.parse(frame.at) : 0
  return {
    tiles: frame?.tiles ?? {},
    at,
    heardAt: now,
    skew: frame ? at - now : 0,
    link: 'connecting',
    database: true,
  }
}

/** A frame has come: a full one replaces the tiles, a later one changes those it names. */
export function withFrame(state: LiveState, frame: Frame, now: number): LiveState {
  const at = Date.parse(frame.at)
  const known = Number.isFinite(at)
  return {
    tiles: frame.full ? frame.tiles : { ...state.tiles, ...frame.tiles },
    at: known && state.database ? at : state.at,
    heardAt: now,
    skew: known ? at - now : state.skew,
    link: 'open',
    database: state.database,
  }
}

/** A ping has come: the line is alive though nothing changed, so the picture is still of now. */
export function withPing(state: LiveState, now: number): LiveState {
  const at = state.at > 0 && state.database ? Math.max(state.at, now + state.skew) : state.at
  return { ...state, at, heardAt: now, link: 'open' }
}

/** The server says that its database went away, or that it is back. */
export function withDatabase(state: LiveState, database: boolean, now: number): LiveState {
  return { ...state, database, heardAt: now }
}

/** The line is gone, or the screen's right to it. */
export function withLink(state: LiveState, link: Link): LiveState {
  return state.link === link ? state : { ...state, link }
}

/** Wait before the next try, ms: 1 s, 2 s, 4 s … 30 s, each spread over ±30 %. */
export function backoff(attempt: number, random: number): number {
  const base = Math.min(1000 * 2 ** Math.min(attempt, 10), 30_000)
  return Math.round(base * (0.7 + 0.6 * random))
}

export type Trouble = 'none' | 'connecting' | 'lost' | 'database' | 'stale' | 'ended'

/** Whether the picture is older than it should be, so that it is shown grey. */
export function isOld(trouble: Trouble): boolean {
  return trouble !== 'none' && trouble !== 'connecting'
}

/** What to tell about the picture at a moment of our clock. */
export function troubleOf(state: LiveState, now: number): Trouble {
  if (state.link === 'ended') return 'ended'
  if (!state.database) return 'database'
  // Nothing has ever come: there is no picture that could be old.
  if (state.at === 0) return 'connecting'
  if (state.link === 'lost') return 'lost'
  return now - state.heardAt >= STALE_AFTER_SECONDS * 1000 ? 'stale' : 'none'
}

/** What a message of the stream says; null = it cannot be read. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'tiles' in value && 'at' in value
}
