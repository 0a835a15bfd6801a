'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { LOCALES, type Locale, THEMES, type Theme } from '@/lib/i18n/locale'

const LANGUAGE_NAMES: Record<Locale, string> = { zh: '中文', en: 'English' }
const ITEM =
  'flex h-[30px] items-center gap-2 rounded-control px-2 text-body text-ink outline-none data-[highlighted]:bg-accent max-md:h-11 max-md:text-phone'
const LABEL = 'px-2 pt-2 pb-1 text-caption text-ink-3'

/** Ends the session: next-auth's own route, with its token. Resolves when the server has answered. */
async function signOut(): Promise<void> {
  const answer = await fetch('/api/auth/csrf')
  const { csrfToken } = (await answer.json()) as { csrfToken: string }
  await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: '/sign-in', json: 'true' }),
  })
}

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
    start(() => setTheme(next))
  }

  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`${t('account')}: ${name}`}
        className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-accent max-xl:justify-center max-md:min-h-11 max-md:min-w-11"
        data-pending={pending || undefined}
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
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-[200px] rounded-card border border-line-2 bg-raised p-1 shadow-menu"
        >
          <p className="truncate px-2 pt-1.5 pb-0.5 text-body font-[540] text-ink">{name}</p>
          <p className="px-2 pb-1 text-caption text-ink-3">{role}</p>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Label className={LABEL}>{t('language')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={locale}>
            {LOCALES.map((it) => (
              <DropdownMenu.RadioItem
                key={it}
                value={it}
                className={ITEM}
                lang={it === 'zh' ? 'zh-CN' : 'en'}
                onSelect={() => start(() => setLocale(it))}
              >
                <span className="w-4">{it === locale ? <Check size={14} aria-hidden /> : null}</span>
                {LANGUAGE_NAMES[it]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Label className={LABEL}>{t('theme')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={theme}>
            {THEMES.map((it) => (
              <DropdownMenu.RadioItem key={it} value={it} className={ITEM} onSelect={() => chooseTheme(it)}>
                <span className="w-4">{it === theme ? <Check size={14} aria-hidden /> : null}</span>
                {themeName[it]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item
            className={ITEM}
            onSelect={() => {
              void signOut().finally(() => window.location.assign('/sign-in'))
            }}
          >
            <span className="w-4" />
            {t('signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
