/**
 * What people type into the forms of the settings, checked by the same schemas in the browser and behind the API.
 * Messages are for callers of the API; a form says them in its own words, by the path of the place.
 */
import { z } from 'zod'
import { isZone } from './zone'

const plain = /^[^\p{Cc}\p{Cs}]*$/u

/** `{off, reason}`: a reason is owed where automation is stopped. */
export const automationForm = z
  .strictObject({ off: z.boolean(), reason: z.string().trim().max(500).default('') })
  .refine(({ off, reason }) => !off || reason.length >= 2, {
    path: ['reason'],
    error: 'say why automation is stopped',
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

/** Edition of the file that holds all settings. */
export const SETTINGS_FILE_VERSION = 1
