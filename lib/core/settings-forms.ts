/**
 * What people type into the forms of the settings, checked by the same schemas in the browser and behind the API.
 * Messages are for callers of the API; a form says them in its own words, by the path of the place.
 */
import { z } from 'zod'
import { RETENTION_LIMITS } from './retention-limits'
import { KEY_SCOPES, PERSON_ROLES } from './roles'
import { isZone } from './zone'

const plain = /^[^\p{Cc}\p{Cs}]*$/u

/** `{off, reason}`: a reason is owed where automation is stopped. */
export const automationForm = z
  .strictObject({ off: z.boolean(), reason: z.string().trim().max(500).default('') })
  .refine(({ off, reason }) => !off || reason.length >= 2, {
    path: ['reason'],
    error: 'say why automation is stopped',
  })

const personFields = {
  name: z.string().trim().min(1, 'give a name').max(200).regex(plain, 'no control characters'),
  role: z.enum(PERSON_ROLES, `known roles: ${PERSON_ROLES.join(', ')}`),
  teams: z
    .array(z.string().trim().min(1).max(200).regex(plain, 'no control characters'))
    .max(200)
    .transform((teams) => [...new Set(teams)].sort()),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[\d ()-]{5,24}$/, 'digits, with + and a country code where it is not of the mainland')
    .transform((text) => text.replace(/[ ()-]/g, ''))
    .nullable(),
}

/** A person to be: `{email, name, role, teams?, phone?}`. */
export const personForm = z.strictObject({
  ...personFields,
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(200)
    .regex(/^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]+$/u, 'not a mail address')
    .regex(plain, 'no control characters'),
  teams: personFields.teams.default([]),
  phone: personFields.phone.default(null),
})

/** What can be changed of a person; what is left out stays. `phone` null takes the number away. */
export const personChangeForm = z.strictObject({ ...personFields, disabled: z.boolean() }).partial()

/** A password by a one-time link. Without `password` the link is only looked at. */
export const passwordForm = z.strictObject({
  token: z.string().min(1).max(200),
  password: z.string().min(10, 'at least 10 characters').max(500).optional(),
})

/** An API key to be: a name of 1–100 characters, and at least one scope. */
export const keyForm = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'name a key, e.g. "shop-events"')
    .max(100)
    .regex(plain, 'no control characters'),
  scopes: z
    .array(z.enum(KEY_SCOPES, `known scopes: ${KEY_SCOPES.join(', ')}`))
    .min(1, `give at least one of ${KEY_SCOPES.join(', ')}`),
})

/** The company, its zone, the address that links in messages begin with (null = not set), and its language. */
export const companyForm = z.strictObject({
  company: z.string().trim().min(1, 'give the name of the company').max(200).regex(plain),
  zone: z.string().refine(isZone, { error: 'not an IANA time zone; write a name such as "Asia/Shanghai"' }),
  baseUrl: z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    z
      .string()
      .trim()
      .max(300)
      .refine(isBaseUrl, {
        error: 'an http or https address without a query, e.g. "https://helm.example.com"',
      })
      .transform((text) => text.replace(/\/+$/, ''))
      .nullable(),
  ),
  locale: z.enum(['zh', 'en']),
})

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && search === '' && hash === '' && username === ''
}

/** Steps of the first-run wizard, in their order. */
export const SETUP_STEPS = ['company', 'channels', 'data', 'hours', 'limits', 'screen'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

const clock = z.string().regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write the time as "09:00"')
const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Channels the company serves: ids as its sources name them. */
export const channelsForm = z.strictObject({
  channels: z
    .array(z.string().trim().min(1).max(100).regex(plain, 'no control characters'))
    .min(1, 'choose at least one channel')
    .max(100),
})

/** When the company serves; `always` = round the clock. */
export const hoursForm = z
  .strictObject({
    always: z.boolean(),
    from: clock,
    to: clock,
    /** null = closed at weekends */
    weekend: z.strictObject({ from: clock, to: clock }).nullable(),
    /** public holidays of the mainland and their make-up workdays */
    holidays: z.boolean(),
  })
  .refine((hours) => hours.always || minutesOf(hours.from) < minutesOf(hours.to), {
    path: ['to'],
    error: 'the end must be later than the beginning',
  })
  .refine(
    (hours) =>
      hours.always || hours.weekend === null || minutesOf(hours.weekend.from) < minutesOf(hours.weekend.to),
    {
      path: ['weekend'],
      error: 'the end must be later than the beginning',
    },
  )

const secondsLimit = z
  .number()
  .int()
  .min(5, 'at least 5 seconds')
  .max(7 * 86_400)

/** The first limits: first response by kind of channel, and resolution, whole seconds. */
export const limitsForm = z.strictObject({
  chat: secondsLimit,
  phone: secondsLimit,
  ticket: secondsLimit,
  resolution: z
    .number()
    .int()
    .min(60, 'at least a minute')
    .max(90 * 86_400),
})

/** One step of the wizard: its value, or that it is left for later. `all` with `skip` hides the reminder. */
export const setupForm = z.strictObject({
  step: z.enum([...SETUP_STEPS, 'all']),
  skip: z.boolean().default(false),
  value: z.unknown().optional(),
})

const days = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most)

/** How many days each class of data is kept. Events, figures and the audit log are kept for good. */
export const retentionForm = z.strictObject({
  textDays: days(RETENTION_LIMITS.textDays).describe(
    'texts of messages, comments, complaints, suggestions and notes, and titles of tickets',
  ),
  payloadDays: days(RETENTION_LIMITS.payloadDays).describe('events that came again with other content'),
  deliveryDays: days(RETENTION_LIMITS.deliveryDays).describe('messages that were sent, with their answers'),
  evaluationDays: days(RETENTION_LIMITS.evaluationDays).describe('evaluations of rules, by the hour'),
})

/** Edition of the file that holds all settings. */
export const SETTINGS_FILE_VERSION = 1
