'use client'

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = 0
let timer: ReturnType<typeof setInterval> | null = null

function tick() {
  now = Math.floor(Date.now() / 1000) * 1000
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) {
    tick()
    timer = setInterval(tick, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

/**
 * Our clock in whole seconds, epoch ms; one timer for the whole page. `first` is what the server rendered with, so
 * that the first paint in the browser is the same.
 */
export function useNow(first: number): number {
  return useSyncExternalStore(
    subscribe,
    () => (now === 0 ? first : now),
    () => first,
  )
}
