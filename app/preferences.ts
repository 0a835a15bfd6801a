'use server'

import { cookies } from 'next/headers'
import { LOCALE_COOKIE, parseLocale, parseTheme, THEME_COOKIE } from '@/lib/i18n/locale'

const A_YEAR = 365 * 24 * 3600
const OPTIONS = { path: '/', maxAge: A_YEAR, sameSite: 'lax', httpOnly: false } as const

/** Remembers the language in this browser. Anything but a known one becomes the default. */
export async function setLocale(locale: unknown): Promise<void> {
  const jar = await cookies()
  jar.set(LOCALE_COOKIE, parseLocale(typeof locale === 'string' ? locale : null), OPTIONS)
}

/** Remembers the theme in this browser; following the system is the absence of a choice. */
export async function setTheme(theme: unknown): Promise<void> {
  const jar = await cookies()
  const chosen = parseTheme(typeof theme === 'string' ? theme : null)
  if (chosen === 'system') jar.delete(THEME_COOKIE)
  else jar.set(THEME_COOKIE, chosen, OPTIONS)
}
