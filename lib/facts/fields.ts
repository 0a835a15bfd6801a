import type { EventData } from './event'

/** Reading fields of an event's data. The empty text counts as no value, as null does. */

/** A text, or null where there is none. */
export function textOf(data: EventData, field: string): string | null {
  const value = data[field]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A number, or null where there is none. */
export function numberOf(data: EventData, field: string): number | null {
  const value = data[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Whether the event speaks of the field at all; `null` and the empty text speak of it and clear it. */
export function names(data: EventData, field: string): boolean {
  const value = data[field]
  return value === null || typeof value === 'string'
}

/** A list of texts, or null. */
export function listOf(data: EventData, field: string): readonly string[] | null {
  const value = data[field]
  if (!Array.isArray(value)) return null
  return value.filter((entry): entry is string => typeof entry === 'string')
}
