'use client'

/** Notes of periods, read once for all charts of a page that show the same one. */
import { useEffect, useSyncExternalStore } from 'react'

export type NoteKind = 'campaign' | 'outage' | 'holiday' | 'change' | 'incident'

/** Something that explains a stretch of time; instants are epoch milliseconds. */
export interface Note {
  readonly id: string
  readonly at: number
  readonly until: number | null
  readonly kind: NoteKind
  readonly text: string
  readonly channel: string | null
  readonly team: string | null
  readonly origin: 'hand' | 'calendar' | 'source' | 'incident'
}

/** Which notes: of a half-open period, of these channels and teams and of what concerns everybody. */
export interface NoteScope {
  readonly from: number
  readonly to: number
  readonly channels: readonly string[]
  readonly teams: readonly string[]
}

export interface Notes {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly notes: readonly Note[]
  readonly mayWrite: boolean
  /** teams whose notes one may write; null = any, also the whole company's */
  readonly teams: readonly string[] | null
}

const LOADING: Notes = { state: 'loading', notes: [], mayWrite: false, teams: [] }
const KEPT = 24
/** What somebody else wrote appears at the latest after this time, when a chart is drawn again. */
const FRESH_MS = 60_000
/** A busy server is asked again this often, and after this time. */
const RETRIES = 3
const RETRY_MS = 4_000

const known = new Map<string, { readonly at: number; readonly notes: Notes }>()
const loading = new Set<string>()
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function searchOf({ from, to, channels, teams }: NoteScope): string {
  const search = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (channels.length > 0) search.set('channel', channels.join(','))
  if (teams.length > 0) search.set('team', teams.join(','))
  return search.toString()
}

async function load(key: string, tries = RETRIES): Promise<void> {
  if (loading.has(key)) return
  loading.add(key)
  const before = known.get(key)?.notes
  let failed = true
  let next: Notes = { ...(before ?? LOADING), state: before === undefined ? 'failed' : before.state }
  try {
    const answer = await fetch(`/api/v1/annotations?${key}`, { cache: 'no-store' })
    if (answer.ok) {
      const body = (await answer.json()) as {
        annotations: Note[]
        mayWrite: boolean
        teams: string[] | null
      }
      failed = false
      next = { state: 'ready', notes: body.annotations, mayWrite: body.mayWrite, teams: body.teams }
    }
  } catch {
    // Charts are as good without notes; the panel says that they cannot be read.
  }
  loading.delete(key)
  keep(key, failed ? 0 : Date.now(), next)
  if (failed && tries > 0) setTimeout(() => void load(key, tries - 1), RETRY_MS)
}

function keep(key: string, at: number, notes: Notes): void {
  // Put in anew, so that what was shown last stands last.
  known.delete(key)
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? '')
  known.set(key, { at, notes })
  tell()
}

/** What pages brought and is kept: brought again, by a page shown anew, it may be older than what was read since. */
const taken = new WeakSet<Notes>()

/** The notes of a scope; null = none wanted. `brought`: what the page came with, so that nothing is asked for. */
export function useNotes(scope: NoteScope | null, brought: Notes | null = null): Notes {
  const key = scope === null ? null : searchOf(scope)
  useEffect(() => {
    if (key === null) return
    if (brought !== null && !taken.has(brought)) {
      taken.add(brought)
      keep(key, Date.now(), brought)
      return
    }
    const have = known.get(key)
    if (have === undefined || Date.now() - have.at > FRESH_MS) void load(key)
  }, [key, brought])
  return useSyncExternalStore(
    subscribe,
    () => {
      if (key === null) return LOADING
      if (brought !== null && !taken.has(brought)) return brought
      return known.get(key)?.notes ?? LOADING
    },
    () => brought ?? LOADING,
  )
}

/** Reads everything that is shown anew, after something was written. */
export async function refreshNotes(): Promise<void> {
  await Promise.all([...known.keys()].slice(-6).map((key) => load(key)))
}

export interface NoteDraft {
  readonly id?: string
  readonly at: number
  readonly until: number | null
  readonly kind: NoteKind
  readonly text: string
  readonly channel: string | null
  readonly team: string | null
}

export type Written =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly why: 'failed' | 'forbidden' | 'wrong' }

async function write(method: string, path: string, body?: object): Promise<Written> {
  try {
    const answer = await fetch(`/api/v1/annotations${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!answer.ok) {
      return {
        ok: false,
        why:
          answer.status === 400
            ? 'wrong'
            : answer.status === 403 || answer.status === 404
              ? 'forbidden'
              : 'failed',
      }
    }
    const { id } = (await answer.json()) as { id: string }
    await refreshNotes()
    return { ok: true, id }
  } catch {
    return { ok: false, why: 'failed' }
  }
}

export const addNote = (draft: NoteDraft): Promise<Written> => write('POST', '', draft)
export const changeNote = (id: string, draft: Omit<NoteDraft, 'id'>): Promise<Written> =>
  write('PATCH', `/${id}`, draft)
export const deleteNote = (id: string): Promise<Written> => write('DELETE', `/${id}`)
