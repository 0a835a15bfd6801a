import { closeOutages, listOpenOutages, openOutages } from '@/lib/db/annotations'
import { readSourceReadings } from '@/lib/db/live'
import { silentAfter } from '@/lib/facts/source-reading'
import { type Context, requireRole } from './context'

/**
 * Looks which sources are silent by now and notes silences that began or ended. While the applier is behind nobody can
 * tell, so nothing is noted. Safe at any time, twice, or from two at once. Needs role admin.
 */
export async function recordOutages(
  ctx: Context,
): Promise<{ readonly opened: number; readonly closed: number }> {
  requireRole(ctx, 'admin')
  const [{ sources, behindSince }, open] = await Promise.all([readSourceReadings(ctx.now), listOpenOutages()])
  if (behindSince !== null) return { opened: 0, closed: 0 }
  const known = new Set(open.map((outage) => outage.source))
  const silent: { source: string; since: number }[] = []
  const heard: { source: string; until: number }[] = []
  for (const reading of sources) {
    const { source, lastAt } = reading
    if (lastAt === null) continue
    const isSilent = (ctx.now - lastAt) / 1000 > silentAfter(reading)
    if (isSilent && !known.has(source)) silent.push({ source, since: lastAt })
    if (!isSilent && known.has(source)) heard.push({ source, until: lastAt })
  }
  return { opened: await openOutages(silent), closed: await closeOutages(heard) }
}
