'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { IntlProvider } from 'use-intl'
import type { Names } from '@/components/people/agent-names'
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
const EVERYBODY: Names = { hidden: false, own: null, fixed: false }
const Reader = createContext<Names>(EVERYBODY)

/** Texts and formats for every client component below. Only the chosen language is sent to the browser. */
export function LocaleProvider({
  locale,
  zone,
  messages,
  names,
  reader = EVERYBODY,
  children,
}: {
  readonly locale: Locale
  readonly zone: string
  /** all texts, or those of the areas that are drawn */
  readonly messages: Partial<Messages>
  /** what the company calls things; absent = as known */
  readonly names?: CompanyNames
  /** how agents are named to who reads this; absent = in full */
  readonly reader?: Names
  readonly children: ReactNode
}) {
  // Before anything below is drawn; the same again changes nothing. Only in a browser: the server's own names are of
  // all its readers, and newer than what was sent to one of them.
  if (names !== undefined && typeof window !== 'undefined') takeNames(names)
  const value = useMemo(() => ({ locale, zone, names }), [locale, zone, names])
  return (
    <Zone value={value}>
      <Reader value={reader}>
        <IntlProvider locale={locale} messages={messages} timeZone={zone}>
          {children}
        </IntlProvider>
      </Reader>
    </Zone>
  )
}

/** How agents are named to who reads this; pages ask `useAgentNames`, which minds their address as well. */
export function useReader(): Names {
  return useContext(Reader)
}

/** The formats of the chosen language in the tenant's zone. */
export function useFormats(): Formats {
  const value = useContext(Zone)
  if (!value) throw new Error('useFormats needs a LocaleProvider above it')
  return formats(value.locale, value.zone)
}
