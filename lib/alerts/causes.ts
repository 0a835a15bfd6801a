/** What an incident is put down to when it is closed: a list the company edits. Pure. */
import { z } from 'zod'

const label = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters')

export const causeSchema = z.strictObject({
  /** lower-case letters, digits and `_`; what incidents keep, so it never changes */
  id: z.string().regex(/^[a-z0-9_]{1,40}$/, 'lower-case letters, digits and _, at most 40'),
  label: z.strictObject({ zh: label, en: label }),
})
export type Cause = z.infer<typeof causeSchema>

export const causesSchema = z
  .array(causeSchema)
  .min(1)
  .max(50)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'an id stands twice')

/** What stands in the list until somebody edits it. */
export const SHIPPED_CAUSES: readonly Cause[] = [
  { id: 'volume', label: { zh: '咨询量突增', en: 'Customer volume' } },
  { id: 'staffing', label: { zh: '人手不足', en: 'Staffing' } },
  { id: 'system', label: { zh: '系统故障', en: 'System fault' } },
  { id: 'product', label: { zh: '产品质量', en: 'Product' } },
  { id: 'campaign', label: { zh: '促销活动', en: 'Campaign' } },
  { id: 'logistics', label: { zh: '物流配送', en: 'Logistics' } },
  { id: 'policy', label: { zh: '政策规则', en: 'Policy' } },
  { id: 'false_alarm', label: { zh: '误报', en: 'False alarm' } },
  { id: 'other', label: { zh: '其他', en: 'Other' } },
]
