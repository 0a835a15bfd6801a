/** What the product may reach beside the open internet, and where it says that it is alive. Setting `outgoing`. */
import { z } from 'zod'

const HOST = /^(\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const CIDR = /^[0-9A-Fa-f:.]+\/\d{1,3}$/
const ADDRESS = /^[0-9A-Fa-f:.]+$/

export const outgoingSchema = z.strictObject({
  /** hosts of the intranet: `oa.corp.example`, `*.corp.example`, `10.0.0.12` or `10.0.0.0/8` */
  allow: z
    .array(
      z
        .string()
        .trim()
        .max(253)
        .refine((text) => HOST.test(text) || CIDR.test(text) || ADDRESS.test(text), {
          error: 'not a host name, an address or a range such as 10.0.0.0/8',
        }),
    )
    .max(200),
  /** asked every minute while alarms are evaluated, so that a service outside notices when we fall silent; null = none */
  heartbeatUrl: z
    .url({ protocol: /^https?$/, error: 'not an http(s) address' })
    .max(1000)
    .nullable(),
  /** people of the company in messages that leave the house: by the first sign of their names, or in full */
  staffNames: z.enum(['masked', 'full']).default('masked'),
})
export type Outgoing = z.infer<typeof outgoingSchema>

export const NO_OUTGOING: Outgoing = { allow: [], heartbeatUrl: null, staffNames: 'masked' }
