/** What was opened from the palette last, in this browser. Holds ids and masked words; signing out clears it. */

export const RECENT_KEY = 'helmline-recent'
const MOST = 6

export interface Recent {
  readonly href: string
  readonly label: string
  readonly hint: string | null
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false
  const { href, label, hint } = value as Record<string, unknown>
  // Only places of our own: what stands in a browser's storage may have been put there by anybody.
  return (
    typeof href === 'string' &&
    /^\/(?!\/)/.test(href) &&
    typeof label === 'string' &&
    (hint === null || typeof hint === 'string')
  )
}

/** The list as stored text says; anything else is no list. */
export function parseRecent(text: string | null): readonly Recent[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter(isRecent).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** The list with this place first, once. */
export function withRecent(list: readonly Recent[], place: Recent): readonly Recent[] {
  return [place, ...list.filter(({ href }) => href !== place.href)].slice(0, MOST)
}
