'use client'

/** Saved views of the person, read once and shared by all pages of a visit. */
import { useEffect, useSyncExternalStore } from 'react'

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly query: string
  readonly shared: boolean
  readonly mine: boolean
  readonly owner: string | null
}

export interface ViewList {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly views: readonly SavedView[]
  readonly mayShare: boolean
}

const LOADING: ViewList = { state: 'loading', views: [], mayShare: false }
const FRESH_MS = 60_000

let list: ViewList = LOADING
let readAt = 0
let reading: Promise<void> | null = null
const listeners = new Set<() => void>()

async function read(): Promise<void> {
  try {
    const answer = await fetch('/api/v1/views', { cache: 'no-store' })
    if (!answer.ok) throw new Error(`views answered ${answer.status}`)
    const body = (await answer.json()) as { views: SavedView[]; mayShare: boolean }
    list = { state: 'ready', ...body }
  } catch {
    list = { ...list, state: list.state === 'ready' ? 'ready' : 'failed' }
  }
  readAt = list.state === 'ready' ? Date.now() : 0
  for (const listener of listeners) listener()
}

/** Reads the views anew. */
export function refreshViews(): Promise<void> {
  reading ??= read().finally(() => {
    reading = null
  })
  return reading
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The views; read when the page has come to rest, and again where they are older than a minute. */
export function useViews(): ViewList {
  useEffect(() => {
    if (Date.now() - readAt < FRESH_MS) return
    const timer = setTimeout(() => void refreshViews(), 600)
    return () => clearTimeout(timer)
  }, [])
  return useSyncExternalStore(
    subscribe,
    () => list,
    () => LOADING,
  )
}

/** Parts of an address that are no part of a view: what is open beside the list. */
const PASSING = new Set(['ticket'])

/** What a view keeps of an address's query, written the same whatever the order. */
export function queryOf(search: string): string {
  const params = [...new URLSearchParams(search)].filter(([name]) => !PASSING.has(name))
  params.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
  return new URLSearchParams(params).toString()
}

/** Whether a view shows this very page. */
export function isCurrent(view: SavedView, path: string, query: string): boolean {
  return view.path === path && queryOf(view.query) === query
}

export const hrefOf = (view: Pick<SavedView, 'path' | 'query'>): string =>
  view.query === '' ? view.path : `${view.path}?${view.query}`

export type Outcome = 'taken' | 'failed' | 'forbidden' | 'full' | null

/** Writes to the views; null where it worked. */
export async function writeViews(method: string, path: string, body?: object): Promise<Outcome> {
  try {
    const answer = await fetch(`/api/v1/views${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (answer.ok) {
      await refreshViews()
      return null
    }
    if (answer.status === 409) return 'taken'
    if (answer.status === 403) return 'forbidden'
    if (answer.status !== 400) return 'failed'
    const problem = (await answer.json().catch(() => null)) as { errors?: { path: string }[] } | null
    return problem?.errors?.[0]?.path === '' ? 'full' : 'failed'
  } catch {
    return 'failed'
  }
}
