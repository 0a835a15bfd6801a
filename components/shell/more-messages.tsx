'use client'

import type { ReactNode } from 'react'
import { IntlProvider, useLocale, useMessages, useTimeZone } from 'use-intl'
import type { Messages } from '@/lib/i18n/translate'

/** Texts of one area for the client components below it, beside those that every page carries. */
export function MoreMessages({
  messages,
  children,
}: {
  readonly messages: Partial<Messages>
  readonly children: ReactNode
}) {
  const known = useMessages()
  const zone = useTimeZone()
  return (
    <IntlProvider
      locale={useLocale()}
      messages={{ ...known, ...messages }}
      {...(zone === undefined ? {} : { timeZone: zone })}
    >
      {children}
    </IntlProvider>
  )
}
