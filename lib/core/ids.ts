import { hash } from 'node:crypto'

/**
 * A deterministic uuid (version 8 layout) for a thing that is named by its parts: the first 128 bits of the
 * SHA-256 of `JSON.stringify([kind, ...parts])`. The same name gives the same id on every machine, for ever.
 *
 * Kinds in use: `ticket` (source, subject) · `agent` (agent) · `customer` (source, customer) · `event`
 * (source, id) · `suggestion` (source, suggestion).
 */
export function unitId(kind: string, ...parts: readonly string[]): string {
  return uuidOf(JSON.stringify([kind, ...parts]))
}

/** A uuid (version 8 layout) from the SHA-256 of a text; equal texts give equal ids. */
export function uuidOf(text: string): string {
  const hex = hash('sha256', text, 'hex')
  const variant = VARIANT[hex.charCodeAt(16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const VARIANT = ['8', '9', 'a', 'b'] as const
