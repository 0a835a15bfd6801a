/** The languages of the product, and how one is chosen. */
export const LOCALES = ['zh', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'zh'

/** Cookie that holds the chosen language; read by every page. */
export const LOCALE_COOKIE = 'helmline-locale'

/** Cookie that holds the chosen theme: `light`, `dark`, or absent for the system's preference. */
export const THEME_COOKIE = 'helmline-theme'
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The locale named by a cookie or a parameter; anything unknown is the default (中文). */
export function parseLocale(value: string | null | undefined): Locale {
  return LOCALES.find((locale) => locale === value) ?? DEFAULT_LOCALE
}

/** The theme named by a cookie; anything unknown follows the system. */
export function parseTheme(value: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system'
}

/** BCP 47 tag for `lang` attributes and Intl. */
export function languageTag(locale: Locale): 'zh-CN' | 'en-GB' {
  return locale === 'zh' ? 'zh-CN' : 'en-GB'
}
