/** Texts by language and key, for code without React. Components use `useTranslations` of use-intl. */
import { createTranslator } from 'use-intl/core'
import type { Locale } from './locale'
import { en, type Messages, zh } from './messages/all'

declare module 'use-intl/core' {
  interface AppConfig {
    Messages: Messages
    Locale: Locale
  }
}

export type { Messages } from './messages/all'

/** All texts of one language. */
export function messagesOf(locale: Locale): Messages {
  return locale === 'zh' ? zh : en
}

function build(locale: Locale) {
  return createTranslator({ locale, messages: messagesOf(locale) })
}
export type Translate = ReturnType<typeof build>

const built = new Map<Locale, Translate>()

/** The translator of one language; keys are checked by the compiler. */
export function translator(locale: Locale): Translate {
  const known = built.get(locale)
  if (known) return known
  const made = build(locale)
  built.set(locale, made)
  return made
}
