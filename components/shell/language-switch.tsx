'use client'

import { useTransition } from 'react'
import { LOCALES, type Locale } from '@/lib/i18n/locale'

const NAMES: Record<Locale, string> = { zh: '中文', en: 'English' }

/** Both languages side by side, for pages without the account menu. */
export function LanguageSwitch({
  locale,
  setLocale,
}: {
  readonly locale: Locale
  readonly setLocale: (locale: Locale) => Promise<void>
}) {
  const [pending, start] = useTransition()
  return (
    <footer className="flex justify-center gap-1 pb-6">
      {LOCALES.map((it) => (
        <button
          key={it}
          type="button"
          lang={it === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={it === locale}
          disabled={pending}
          onClick={() => start(() => setLocale(it))}
          className="min-h-[30px] rounded-control px-2.5 text-body text-ink-2 hover:bg-accent aria-pressed:font-[600] aria-pressed:text-ink max-md:min-h-11"
        >
          {NAMES[it]}
        </button>
      ))}
    </footer>
  )
}
