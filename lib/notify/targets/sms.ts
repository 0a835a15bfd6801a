import { z } from 'zod'
import { contentOf, incidentName } from '../content'
import { defang } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { failure, JSON_HEADERS, judgeStatus, kept, objectOf } from './answers'

const config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  /** value of the Authorization header; null = none */
  authorization: z
    .string()
    .max(1000)
    .regex(/^[\x20-\x7e]+$/)
    .nullable(),
  /** JSON with {phone} and {text} in its strings */
  template: z
    .string()
    .max(4000)
    .refine((text) => parsed(text) !== null && text.includes('{phone}') && text.includes('{text}')),
  /** field of the answer that says how it went, in dots (`result.code`); null = the status alone counts */
  okField: z
    .string()
    .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/)
    .max(100)
    .nullable(),
  /** what it must say */
  okValue: z.string().max(100).nullable(),
})

/** As an administrator sets it up; `to` empty = each person at their own number. */
export const smsForm = config.extend({ to: z.array(z.string().regex(/^\+?\d{5,15}$/)).max(50) })

function parsed(text: string): object | null {
  return objectOf(text)
}

/** Words of customers are left out of SMS: numbers, kinds and the address say where to look. */
function content(message: AlarmMessage, at: MessageSetting): string {
  const { mark, kind, number, title, lines, link } = contentOf(message, at)
  if (message.items !== undefined && message.items.length > 0) {
    const named = message.items.map((item) =>
      item.number === undefined ? item.title[at.locale].slice(0, 20) : incidentName(item.number),
    )
    return defang(`${mark}${kind} ${message.items.length}: ${named.join(' ')} `) + link.url
  }
  const value = lines.find((line) => line.key === 'value')?.value ?? ''
  return `${defang(`${mark}${kind} ${number} ${title} ${value}`).replace(/\s+/g, ' ').trim()} ${link.url}`
}

/** The template's strings with the places filled in; values never become structure. */
function filled(value: unknown, places: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replace(/\{(phone|text)\}/g, (_, name) => places[name] ?? '')
  if (Array.isArray(value)) return value.map((inner) => filled(inner, places))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, places)]))
}

function fieldOf(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name)
          ? (at as Readonly<Record<string, unknown>>)[name]
          : undefined,
      value,
    )
}

/** Any SMS gateway with an HTTP door: one request a telephone number. */
export const sms: HttpTarget<z.output<typeof config>> = {
  id: 'sms',
  config,
  limits: { perMinute: 60, perSecond: null },
  maxBytes: 480,
  content,
  request: (message, { url, authorization, template }, at) => ({
    method: 'POST',
    url,
    headers: { ...JSON_HEADERS, ...(authorization === null ? {} : { authorization }) },
    body: JSON.stringify(filled(parsed(template), { phone: at.recipient, text: content(message, at) })),
  }),
  judge: (status, headers, body, { okField, okValue }) => {
    const bare = judgeStatus(status, headers, body)
    if (bare !== null) return bare
    if (okField === null) return { ok: true, status, response: kept(body) }
    const said = fieldOf(objectOf(body), okField)
    return String(said) === (okValue ?? '')
      ? { ok: true, status, response: kept(body) }
      : failure('failed', status, body)
  },
}
