import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { currentContext } from '@/lib/http/session'
import { type Formats, formats } from '@/lib/i18n/format'
import {
  LOCALE_COOKIE,
  type Locale,
  parseLocale,
  parseTheme,
  THEME_COOKIE,
  type Theme,
} from '@/lib/i18n/locale'
import { type Translate, translator } from '@/lib/i18n/translate'
import type { MetricLookup } from '@/lib/metrics/targets'
import type { Context } from '@/lib/services/context'
import { readMetrics } from '@/lib/services/read-metrics'
import { readTenant } from '@/lib/services/read-tenant'

export interface Page {
  readonly ctx: Context
  readonly company: string
  readonly zone: string
  readonly demo: boolean
  readonly locale: Locale
  readonly theme: Theme
  readonly t: Translate
  readonly f: Formats
  /** metrics with the company's own targets */
  readonly metric: MetricLookup
}

/** Language and theme of this browser; who has not chosen a language reads the company's. */
export const preferences = cache(async (): Promise<{ locale: Locale; theme: Theme }> => {
  const jar = await cookies()
  const chosen = jar.get(LOCALE_COOKIE)?.value
  return {
    locale: chosen === undefined ? await companyLocale() : parseLocale(chosen),
    theme: parseTheme(jar.get(THEME_COOKIE)?.value),
  }
})

/** The company's language; a database that is away must not hide a page that needs none. */
async function companyLocale(): Promise<Locale> {
  return await readTenant(Date.now()).then(
    (tenant) => tenant.locale,
    () => parseLocale(undefined),
  )
}

/** Who looks at a page, at what, in which language; once a request. Leads to the sign-in page where nobody is known. */
export const pageContext = cache(async (): Promise<Page> => {
  const found = await currentContext()
  if (found === null) redirect('/sign-in')
  const { locale, theme } = await preferences()
  const ctx = { ...found, locale }
  const { company, zone, demo } = await readTenant(ctx.now)
  const metric = await readMetrics(ctx.now)
  return { ctx, company, zone, demo, locale, theme, t: translator(locale), f: formats(locale, zone), metric }
})
