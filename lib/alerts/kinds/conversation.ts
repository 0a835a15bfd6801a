/** A conversation in which somebody waits too long. Fires by due time. */
import { z } from 'zod'
import { type AlertKind, CLOCKS } from '../types'
import { matchSchema } from './matching'

export const limitSeconds = z
  .int()
  .min(5)
  .max(90 * 86_400)

/** How long a wait may take, and how long before its end somebody is warned. */
export const waitLimitSchema = z
  .strictObject({ limitSeconds, warnSeconds: z.int().min(1).nullable().default(null) })
  .refine(({ limitSeconds, warnSeconds }) => warnSeconds === null || warnSeconds < limitSeconds, {
    path: ['warnSeconds'],
    error: 'The warning comes this long before the limit, so it must be shorter than the limit.',
  })

export const conversationSchema = z
  .strictObject({
    clock: z.enum(CLOCKS),
    limitSeconds,
    warnSeconds: z.int().min(1).nullable().default(null),
    match: matchSchema.default({}),
    /** for VIPs instead of the above */
    vip: waitLimitSchema.nullable().default(null),
    calendar: z.enum(['all_hours', 'business']).default('all_hours'),
  })
  .refine(({ limitSeconds, warnSeconds }) => warnSeconds === null || warnSeconds < limitSeconds, {
    path: ['warnSeconds'],
    error: 'The warning comes this long before the limit, so it must be shorter than the limit.',
  })
export type ConversationParams = z.infer<typeof conversationSchema>

export const conversation: AlertKind<ConversationParams> = {
  id: 'conversation',
  schema: conversationSchema,
  fires: 'timer',
  text: {
    zh: { label: '会话计时', sentence: '一个会话里，客户等待超过一段时间' },
    en: { label: 'Conversation timer', sentence: 'A customer waits too long in one conversation' },
  },
  queries: () => [],
  evaluate: () => [],
}
