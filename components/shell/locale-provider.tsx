'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { IntlProvider } from 'use-intl'
import { type Formats, formats } from '@/lib/i18n/format'
import type { Locale } from '@/lib/i18n/locale'
import { type CompanyNames, takeNames } from '@/lib/i18n/names'
import type { Messages } from '@/lib/i18n/translate'

const Zone = createContext<{
  readonly locale: Locale
  readonly zone: string
  /** only so that whatever writes names is drawn anew when they change */
  readonly names: CompanyNames | undefined
} | null>(null)

/** Texts and formats for every client component below. Only the chosen language is sent to the browser. */
export function LocaleProvider({
  locale,
  zone,
  messages,
  names,
  children,
}: {
  readonly locale: Locale
  readonly zone: string
  /** all texts, or those of the areas that are drawn */
  readonly messages: Partial<Messages>
  /** what the company calls things; absent = as known */
  readonly names?: CompanyNames
  readonly children: ReactNode
}) {
  // Before anything below is drawn; the same again changes nothing.
  if (names !== undefined) takeNames(names)
  const value = useMemo(() => ({ locale, zone, names }), [locale, zone, names])
  return (
    <Zone value={value}>
      <IntlProvider locale={locale} messages={messages} timeZone={zone}>
        {children}
      </IntlProvider>
    </Zone>
  )
}

/** The formats of the chosen language in the tenant's zone. */
export function useFormats(): Formats {
  const value = useContext(Zone)
  if (!value) throw new Error('useFormats needs a LocaleProvider above it')
  return formats(value.locale, value.zone)
}
