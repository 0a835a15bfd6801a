/** What a target is given as, and what it is stored as. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { invalid } from '@/lib/core/errors'
import { FIELDS, SET_UP_KINDS, type SetUpKind, type TargetField } from '@/lib/notify/fields'
import { httpTarget } from '@/lib/notify/targets'
import { emailConfig } from '@/lib/notify/targets/email'
import { smsForm } from '@/lib/notify/targets/sms'
import { pathOf } from './parse-input'

type Fields = Readonly<Record<string, unknown>>

const common = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u),
  /** language of messages to groups; persons get theirs */
  locale: z.enum(['zh', 'en']),
  enabled: z.boolean(),
  /** told where this one cannot be */
  fallbackId: z.uuid().nullable(),
  /** by kind; a secret that is left out or empty stays as it is */
  fields: z.record(z.string().max(50), z.unknown()),
}

/** `{kind, name, locale, enabled, fallbackId, fields}` */
export const createTargetInput = z.strictObject({ kind: z.enum(SET_UP_KINDS), ...common })
/** As for a new one, without its kind, which never changes. */
export const updateTargetInput = z.strictObject(common)

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** A field as the schemas want it: text trimmed, nothing = null, a list of lines. */
function clean(field: TargetField, value: unknown): unknown {
  if (field.type === 'lines') return isEmpty(value) ? [] : value
  if (isEmpty(value)) return field.optional === true ? null : (field.initial ?? '')
  return typeof value === 'string' ? value.trim() : value
}

/** Where a secret address leads, without what is secret in it: `https://oapi.dingtalk.com/…c3f9`. */
function hintOf(name: string, value: unknown): string {
  if (name !== 'url' || typeof value !== 'string' || !URL.canParse(value)) return '••••'
  return `${new URL(value).origin}/…${value.slice(-4)}`
}

export interface StoredTarget {
  /** fields in the open, with `hints` of the secret ones */
  readonly config: Readonly<Record<string, unknown>>
  readonly secret: Fields
  /** a signing secret made here, to be shown this once */
  readonly made: string | null
  /** the host that messages go to */
  readonly host: string
}

/**
 * Puts together what was given and what stands, and checks it by the kind's schema. Throws 400 with `fields.<name>`
 * for each place that is wrong.
 */
export function storedTarget(kind: SetUpKind, given: Fields, standing: Fields): StoredTarget {
  const open: Record<string, unknown> = {}
  const secret: Record<string, unknown> = {}
  let made: string | null = null
  for (const field of FIELDS[kind]) {
    const value = given[field.name]
    if (field.secret !== true) open[field.name] = clean(field, value)
    else secret[field.name] = isEmpty(value) ? (standing[field.name] ?? null) : clean(field, value)
  }
  if (kind === 'webhook' && secret.secret === null) {
    made = `whsec_${randomBytes(32).toString('base64')}`
    secret.secret = made
  }
  const schema = kind === 'email' ? emailConfig : kind === 'sms' ? smsForm : httpTarget(kind)?.config
  const result = schema?.safeParse({ ...open, ...secret })
  if (result === undefined || !result.success) {
    const errors = (result?.error.issues ?? []).map((issue) => ({
      path: `fields.${pathOf(issue.path.slice(0, 1))}`,
      message: issue.message,
    }))
    throw invalid('The settings of the target are wrong.', errors)
  }
  const hints = Object.fromEntries(
    FIELDS[kind]
      .filter((field) => field.secret === true && !isEmpty(secret[field.name]))
      .map((field) => [field.name, hintOf(field.name, secret[field.name])]),
  )
  const host = kind === 'email' ? String(open.host) : new URL(String(secret.url)).hostname
  return { config: { ...open, hints }, secret, made, host }
}
