/** When a wall makes no sound. Pure. */
import { wallAt } from '@/lib/core/zone'

const DAY_MINUTES = 24 * 60

function minutesOf(clock: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(clock)
  if (!found) return null
  const minutes = Number(found[1]) * 60 + Number(found[2])
  return minutes <= DAY_MINUTES ? minutes : null
}

/**
 * Whether `now` lies in the quiet hours of this zone. The end is outside; hours may pass midnight; from and to alike
 * mean the whole day. Hours that cannot be read are quiet: a wall that is in doubt is silent.
 */
export function isQuiet(
  quiet: { readonly from: string; readonly to: string } | null,
  now: number,
  zone: string,
): boolean {
  if (quiet === null) return false
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  if (from === null || to === null) return true
  const local = new Date(wallAt(now, zone))
  const at = local.getUTCHours() * 60 + local.getUTCMinutes()
  if (from === to) return true
  return from < to ? at >= from && at < to : at >= from || at < to
}
