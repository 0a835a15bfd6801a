import { compareCodePoints, compareEvents, type UnifiedEvent } from './event'

/**
 * The events of one unit once each and in order: by time, ties by id in code-point order (and by source, where
 * a unit has several). Duplicates of a (source, id) are the same event; the first in order is kept.
 */
export function inOrder(events: readonly UnifiedEvent[]): readonly UnifiedEvent[] {
  let sorted = events
  if (!isAscending(events)) sorted = [...events].sort(compare)
  const seen = new Set<string>()
  let doubled = false
  for (const event of sorted) {
    const key = `${event.source}\u0000${event.id}`
    if (seen.has(key)) {
      doubled = true
      break
    }
    seen.add(key)
  }
  if (!doubled) return sorted
  seen.clear()
  return sorted.filter((event) => {
    const key = `${event.source}\u0000${event.id}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function compare(a: UnifiedEvent, b: UnifiedEvent): number {
  return compareEvents(a, b) || compareCodePoints(a.source, b.source)
}

function isAscending(events: readonly UnifiedEvent[]): boolean {
  for (let i = 1; i < events.length; i++) {
    const before = events[i - 1]
    const event = events[i]
    if (before && event && compare(before, event) > 0) return false
  }
  return true
}
