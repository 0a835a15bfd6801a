/**
 * What people type about who is who: teams, agents, channels, products, shifts and the duty list; checked by the same
 * schemas in the browser and behind the API.
 */
import { z } from 'zod'

const plain = /^[^\p{Cc}\p{Cs}]*$/u

/** A name as sources write it: a team, an agent, a channel, a product. */
export const sourceName = z
  .string()
  .trim()
  .min(1, 'give the name as your sources write it')
  .max(200)
  .regex(plain, 'no control characters')
const label = z
  .string()
  .trim()
  .max(100)
  .regex(plain, 'no control characters')
  .transform((text) => (text === '' ? null : text))
  .nullable()
  .default(null)
const people = z
  .array(z.uuid())
  .max(100)
  .transform((ids) => [...new Set(ids)].sort())
  .default([])
const clock = z.string().regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write the time as "09:00"')
const instant = z.number().int().min(0).max(8_640_000_000_000_000)

/** A team, by people's ids. */
export const teamForm = z.strictObject({ label, leads: people, supervisors: people })
export const agentForm = z.strictObject({
  label,
  team: sourceName.nullable().default(null),
  userId: z.uuid().nullable().default(null),
  newcomer: z.boolean().default(false),
})
export const channelForm = z.strictObject({ label, owners: people, hidden: z.boolean().default(false) })
export const productForm = z.strictObject({ label, owners: people })

/**
 * A shift, every week on its weekdays (1 Monday … 7 Sunday) from `from` to `to`, which may be on the next day; or an
 * entry of the duty list (`kind` duty) between two instants (epoch ms). `team`, `channel` null = all.
 */
export const dutyForm = z
  .strictObject({
    kind: z.enum(['shift', 'duty']),
    userId: z.uuid('choose a person'),
    team: sourceName.nullable().default(null),
    channel: sourceName.nullable().default(null),
    weekdays: z
      .array(z.int().min(1).max(7))
      .max(7)
      .transform((days) => [...new Set(days)].sort())
      .default([]),
    from: clock.default('00:00'),
    to: clock.default('24:00'),
    validFrom: instant.nullable().default(null),
    validTo: instant.nullable().default(null),
  })
  .superRefine((duty, ctx) => {
    const wrong = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    if (duty.kind === 'shift' && duty.weekdays.length === 0) wrong('weekdays', 'choose at least one weekday')
    if (duty.kind === 'shift' && duty.from === duty.to)
      wrong('to', 'it begins and ends at once; the whole day is 00:00 to 24:00')
    if (duty.kind === 'duty' && duty.validFrom === null) wrong('validFrom', 'say when it begins')
    if (duty.kind === 'duty' && duty.validTo === null) wrong('validTo', 'say when it ends')
    if (duty.validFrom !== null && duty.validTo !== null && duty.validTo <= duty.validFrom)
      wrong('validTo', 'it must end later than it begins')
  })
  .transform((duty) => (duty.kind === 'shift' ? duty : { ...duty, weekdays: [], from: '00:00', to: '24:00' }))

export const ORGANISATION_FORMS = {
  teams: teamForm,
  agents: agentForm,
  channels: channelForm,
  products: productForm,
  duties: dutyForm,
} as const
export type OrganisationKind = keyof typeof ORGANISATION_FORMS
