import type { TrendResult } from '@/lib/boards/types'
import { DAY, startOfDay } from '@/lib/core/zone'
import { listAnnotations } from './list-annotations'

/**
 * What explains today, for boards; times are RFC 3339. Silent sources and alarms have a place of their own there, and what is
 * written here is for everybody who stands before the screen: it is in the company's language.
 */
export async function boardAnnotations(
  now: number,
  zone: string,
  teams: readonly string[] | null,
): Promise<TrendResult['annotations']> {
  const from = startOfDay(now, zone)
  const found = await listAnnotations(
    { principal: { kind: 'system', name: 'board', teams }, now, locale: 'zh' },
    { from, to: startOfDay(from + DAY + DAY / 2, zone) },
  )
  return found
    .filter((note) => note.origin !== 'source' && note.origin !== 'incident')
    .map((note) => ({ time: new Date(Math.max(note.at, from)).toISOString(), text: note.text }))
}
