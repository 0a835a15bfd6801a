/** A target's configuration whole: what is stored in the open and what is sealed, put together for sending. */
import { seal, unseal } from '@/lib/core/seal'

const PURPOSE = 'notify-target'

type Fields = Readonly<Record<string, unknown>>

/** Secret fields as one sealed text, for this target only. */
export function sealFields(targetId: string, fields: Fields): string {
  return seal(PURPOSE, targetId, JSON.stringify(fields))
}

/** The secret fields again; null where they cannot be opened (another product secret, a changed row). */
export function openFields(targetId: string, sealed: string | null): Fields | null {
  if (sealed === null) return {}
  const text = unseal(PURPOSE, targetId, sealed)
  return text === null ? null : (JSON.parse(text) as Fields)
}

/** The configuration that senders check by the target's schema: `hints` are for people and left out. */
export function wholeConfig(open: unknown, secret: Fields): Fields {
  const { hints: _, ...fields } = (open ?? {}) as Fields
  return { ...fields, ...secret }
}
