import * as z from 'zod'
import { CHANNEL_PATTERN, EVENT_LIMITS, EVENT_SPECS, type FieldSpec, type TypeSpec } from './event-spec'

/**
 * The published schemas of events on the wire, made from the same table as the check at the door. They describe;
 * the door itself uses `checkEvent`, which is faster and tells codes.
 */

function schemaOf({ kind, oneOf, min }: FieldSpec): z.ZodType {
  switch (kind) {
    case 'name':
      return oneOf === null ? z.string().max(EVENT_LIMITS.nameLength) : z.enum(oneOf as [string, ...string[]])
    case 'channel':
      return z.string().regex(CHANNEL_PATTERN)
    case 'free':
      return z.string().max(EVENT_LIMITS.textBytes)
    case 'number':
      return min === null ? z.number() : z.number().min(min)
    case 'flag':
      return z.boolean()
    case 'tags':
      return z.array(z.string().max(EVENT_LIMITS.nameLength))
  }
}

function dataSchema(spec: TypeSpec): z.ZodType {
  const shape: Record<string, z.ZodType> = {}
  for (const field of spec.fields) {
    shape[field.name] = field.required ? schemaOf(field) : schemaOf(field).nullable().optional()
  }
  return z.looseObject(shape)
}

/** The schema of `data` by known event type. */
export const eventDataSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  [...EVENT_SPECS].map(([type, spec]) => [type, dataSchema(spec)]),
)

/** A CloudEvents 1.0 event as it comes in. Unknown types and extension attributes are allowed. */
export const wireEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(EVENT_LIMITS.nameLength),
  source: z.string().min(1).max(EVENT_LIMITS.nameLength),
  type: z.string().min(1).max(EVENT_LIMITS.nameLength),
  time: z.iso.datetime({ offset: true }),
  subject: z.string().max(EVENT_LIMITS.nameLength).nullable().optional(),
  datacontenttype: z.string().optional(),
  data: z.record(z.string(), z.unknown()).nullable().optional(),
})
