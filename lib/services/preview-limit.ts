import { z } from 'zod'
import { listSourceChannels } from '@/lib/db/organisation'
import { channelKind } from '@/lib/facts/channel-kind'
import type { Filter } from '@/lib/metrics/types'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { readDistribution } from './read-distribution'

/** Which limit of which tickets, whole seconds. */
export const previewLimitInput = z.strictObject({
  limit: z.enum(['frt', 'resolution']),
  scope: z.enum(['kind', 'channel', 'team']),
  key: z.string().min(1).max(200),
  seconds: z.coerce
    .number()
    .int()
    .min(0)
    .max(366 * 86_400),
})

export interface LimitPreview {
  /** values of the last 28 days */
  readonly n: number
  /** share of them within the limit; null = there were none */
  readonly within: number | null
}

const METRIC = { frt: 'frt_avg', resolution: 'resolution_avg' } as const

/** What part of the last 28 days would have been within a limit, by the query door. Needs role admin, manager or auditor. */
export async function previewLimit(ctx: Context, input: unknown): Promise<LimitPreview> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const { limit, scope, key, seconds } = parseInput(previewLimitInput, input)
  const channels =
    scope === 'kind'
      ? (await listSourceChannels(ctx.now))
          .map(({ channel }) => channel)
          .filter((it) => channelKind(it) === key)
      : [key]
  if (channels.length === 0) return { n: 0, within: null }
  const filter: Filter = { dimension: scope === 'team' ? 'team' : 'channel', op: 'in', values: channels }
  const { n, within } = await readDistribution(ctx, {
    metric: METRIC[limit],
    period: { preset: 'last_28_days' },
    filters: [filter],
    target: seconds,
  })
  return { n, within }
}
