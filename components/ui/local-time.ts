/** Date and time fields speak of the company's zone, whatever the browser's is. */
import { instantOfWall, wallAt } from '@/lib/core/zone'

/** The instant a field `2026-11-20T18:00` means in a zone; null = empty or unreadable. */
export function instantOfLocal(text: string, zone: string): number | null {
  const wall = Date.parse(`${text}Z`)
  return text === '' || Number.isNaN(wall) ? null : instantOfWall(wall, zone)
}

/** What a field shows for an instant; '' for none. */
export function localOfInstant(at: number | null, zone: string): string {
  return at === null ? '' : new Date(wallAt(at, zone)).toISOString().slice(0, 16)
}
