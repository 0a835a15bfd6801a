'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { RECENT_KEY } from '@/components/palette/recent'
import { forgetSeen } from '@/components/phone/snapshot-store'
import { Pop } from '@/components/ui/pop'
import { moveFocus } from '@/components/views/move-focus'
import { LOCALES, type Locale, THEME_COOKIE, THEMES, type Theme } from '@/lib/i18n/locale'

const LANGUAGE_NAMES: Record<Locale, string> = { zh: '中文', en: 'English' }
const ITEM =
  'flex h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink hover:bg-accent focus-visible:bg-accent focus-visible:outline-none max-md:h-11 max-md:text-phone'
const LABEL = 'block px-2 pt-2 pb-1 text-caption text-ink-3'

/** Ends the session: next-auth's own route, with its token. Resolves when the server has answered. */
async function signOut(): Promise<void> {
  forgetSeen(localStorage, [RECENT_KEY])
  const answer = await fetch('/api/auth/csrf')
  const { csrfToken } = (await answer.json()) as { csrfToken: string }
  await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: '/sign-in', json: 'true' }),
  })
}

/** Seconds. */
const A_YEAR = 365 * 24 * 3600

/** Who is signed in; language, appearance and the way out. */
export function AccountMenu({
  name,
  role,
  locale,
  theme,
  setLocale,
  setTheme,
  compact = false,
}: {
  readonly name: string
  readonly role: string
  readonly locale: Locale
  readonly theme: Theme
  readonly setLocale: (locale: Locale) => Promise<void>
  readonly setTheme: (theme: Theme) => Promise<void>
  /** only the initial: icons-only side bar and phone header */
  readonly compact?: boolean
}) {
  const t = useTranslations('nav')
  const [pending, start] = useTransition()
  const themeName = { system: t('themeSystem'), light: t('themeLight'), dark: t('themeDark') }

  const chooseTheme = (next: Theme) => {
    document.documentElement.dataset.theme = next
    // Who leaves the page before the server has answered keeps the choice all the same.
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser we serve
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${next === 'system' ? 0 : A_YEAR}; samesite=lax`
    start(() => setTheme(next))
  }
  const check = (on: boolean) => <span className="w-4">{on ? <Check size={14} aria-hidden /> : null}</span>

  return (
    <Pop
      label={t('account')}
      aria-label={`${t('account')}: ${name}`}
      width="w-[200px]"
      className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-accent max-xl:justify-center max-md:min-h-11 max-md:min-w-11"
      panel={(close) => (
        <div className="p-1" aria-busy={pending}>
          <p className="truncate px-2 pt-1.5 pb-0.5 text-body font-[540] text-ink">{name}</p>
          <p className="px-2 pb-1 text-caption text-ink-3">{role}</p>
          <hr className="my-1 border-line" />
          <div
            role="menu"
            tabIndex={-1}
            aria-label={t('account')}
            onKeyDown={moveFocus}
            className="outline-none"
          >
            {/* biome-ignore lint/a11y/useSemanticElements: a group of a menu, not of a form */}
            <div role="group" aria-label={t('language')}>
              <span aria-hidden className={LABEL}>
                {t('language')}
              </span>
              {LOCALES.map((it) => (
                <button
                  key={it}
                  type="button"
                  role="menuitemradio"
                  aria-checked={it === locale}
                  lang={it === 'zh' ? 'zh-CN' : 'en'}
                  className={ITEM}
                  onClick={() => {
                    close()
                    start(() => setLocale(it))
                  }}
                >
                  {check(it === locale)}
                  {LANGUAGE_NAMES[it]}
                </button>
              ))}
            </div>
            {/* biome-ignore lint/a11y/useSemanticElements: a group of a menu, not of a form */}
            <div role="group" aria-label={t('theme')}>
              <span aria-hidden className={LABEL}>
                {t('theme')}
              </span>
              {THEMES.map((it) => (
                <button
                  key={it}
                  type="button"
                  role="menuitemradio"
                  aria-checked={it === theme}
                  className={ITEM}
                  onClick={() => {
                    close()
                    chooseTheme(it)
                  }}
                >
                  {check(it === theme)}
                  {themeName[it]}
                </button>
              ))}
            </div>
            <button
              type="button"
              role="menuitem"
              className={`${ITEM} mt-1 border-t border-line`}
              onClick={() => {
                void signOut().finally(() => window.location.assign('/sign-in'))
              }}
            >
              {check(false)}
              {t('signOut')}
            </button>
          </div>
        </div>
      )}
    >
      <span
        aria-hidden
        className="grid size-[22px] shrink-0 place-items-center rounded-full border border-line-2 text-[12px] leading-none font-[600] text-ink"
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
      {compact ? null : (
        <>
          <span className="min-w-0 flex-1 truncate text-ink-2 max-xl:hidden">{name}</span>
          <span className="shrink-0 text-caption text-ink max-xl:hidden">{role}</span>
          <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-ink-3 max-xl:hidden" />
        </>
      )}
    </Pop>
  )
}
