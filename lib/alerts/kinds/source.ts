/** A source that says nothing, or nothing recent. Reads what the lights of the boards read. */
import { z } from 'zod'
import { silentAfter } from '@/lib/facts/source-reading'
import { keyOf } from '../keys'
import type { AlertKind, Evaluation } from '../types'
import { namesSchema } from './scopes'

export const sourceSchema = z.strictObject({
  /** absent = every source that was ever heard */
  sources: namesSchema.optional(),
  /** seconds without an event or a heartbeat; null = its own usual silence, ten minutes to four hours */
  afterSeconds: z
    .int()
    .min(60)
    .max(7 * 86_400)
    .nullable()
    .default(null),
})
export type SourceParams = z.infer<typeof sourceSchema>

export const source: AlertKind<SourceParams> = {
  id: 'source',
  schema: sourceSchema,
  fires: 'evaluation',
  text: {
    zh: { label: '数据源静默', sentence: '某个数据源超过一段时间没有任何数据' },
    en: { label: 'Source silent', sentence: 'A source has said nothing for some time' },
  },
  queries: () => [],
  evaluate: (_, params, { now, sources }) => {
    const heard = new Map(sources.map((reading) => [reading.source, reading]))
    return (params.sources ?? [...heard.keys()]).map((name): Evaluation => {
      const reading = heard.get(name)
      const lastAt = reading?.lastAt ?? null
      const lag = lastAt === null ? null : Math.max(0, (now - lastAt) / 1000)
      const limit = params.afterSeconds ?? (reading === undefined ? null : silentAfter(reading))
      const silent = lag !== null && limit !== null && lag > limit
      const scope = { source: name }
      return {
        key: keyOf(scope),
        scope,
        verdict: lag === null || limit === null ? 'no_data' : silent ? 'breach' : 'ok',
        value: lag === null ? null : Math.floor(lag),
        limit,
        recovered: lag !== null && !silent,
        metric: 'source_silent',
        unit: 'seconds',
        n: null,
        expected: null,
        steady: true,
      }
    })
  },
}
