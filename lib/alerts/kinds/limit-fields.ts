/** A limit as it is written in the params of a kind. Apart from its arithmetic, which runs in browsers too. */
import { z } from 'zod'
import { OPS } from './limits'

export const limitFields = {
  op: z.enum(OPS),
  /** in the metric's unit: seconds, share 0–1, points */
  limit: z.number(),
  /** back inside this counts as recovered; null = the limit itself */
  recoverAt: z.number().nullable().default(null),
} as const
