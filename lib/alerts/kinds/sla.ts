/** Promises of service: first response and solution, by conditions. Fires by due time. */
import { z } from 'zod'
import type { AlertKind } from '../types'
import { waitLimitSchema } from './conversation'
import { matchSchema } from './matching'

export const slaSchema = z.strictObject({
  /** the first policy that fits a conversation holds for it */
  policies: z
    .array(
      z
        .strictObject({
          name: z.string().min(1).max(80),
          match: matchSchema.default({}),
          firstResponse: waitLimitSchema.nullable().default(null),
          solution: waitLimitSchema.nullable().default(null),
          calendar: z.enum(['all_hours', 'business']).default('business'),
        })
        .refine(({ firstResponse, solution }) => firstResponse !== null || solution !== null, {
          error: 'Give a limit for the first response, for the solution, or for both.',
        }),
    )
    .min(1)
    .max(50),
})
export type SlaParams = z.infer<typeof slaSchema>

export const sla: AlertKind<SlaParams> = {
  id: 'sla',
  schema: slaSchema,
  fires: 'timer',
  text: {
    zh: { label: '服务承诺（SLA）', sentence: '首次响应或解决超过承诺的时间' },
    en: {
      label: 'Service promise (SLA)',
      sentence: 'A first response or a solution takes longer than promised',
    },
  },
  queries: () => [],
  evaluate: () => [],
}
