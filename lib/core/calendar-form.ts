import { z } from 'zod'
import { businessCalendarSchema } from './calendar'

/** A calendar as it is saved. */
export const calendarForm = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'give the calendar a name')
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
  calendar: businessCalendarSchema,
})
