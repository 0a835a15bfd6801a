import { type ReactNode, Suspense } from 'react'
import { PaletteHost } from '@/components/palette/palette-host'
import { SearchIcon } from '@/components/palette/search-field'
import { TicketDrawer } from '@/components/tickets/ticket-drawer'
import { ToastHost } from '@/components/ui/toaster'
import type { AutomationResult } from '@/lib/boards/types'
import type { Locale, Theme } from '@/lib/i18n/locale'
import { translator } from '@/lib/i18n/translate'
import { AccountMenu } from './account-menu'
import { AutomationBanner } from './automation-banner'
import { DemoBadge, Mark } from './brand'
import { InboxButton } from './inbox-button'
import { InboxWatch } from './inbox-watch'
import { NavLinks, TabBar, WallLink } from './nav-links'
import { OfflineWorker } from './offline-worker'

/** The frame of every page: side bar (196 px, icons below 1280), tab bar on phones, content. */
export function AppShell({
  locale,
  theme,
  company,
  demo,
  built,
  automation,
  user,
  setLocale,
  setTheme,
  children,
}: {
  readonly locale: Locale
  readonly theme: Theme
  readonly company: string
  readonly demo: boolean
  /** a built product, not one being worked on */
  readonly built: boolean
  /** the switch over all automation; null = not known */
  readonly automation: AutomationResult | null
  /** `role` is its id, `roleName` its word */
  readonly user: { readonly name: string; readonly role: string; readonly roleName: string }
  readonly setLocale: (locale: Locale) => Promise<void>
  readonly setTheme: (theme: Theme) => Promise<void>
  readonly children: ReactNode
}) {
  const t = translator(locale)
  const account = { name: user.name, role: user.roleName, locale, theme, setLocale, setTheme }
  return (
    <div data-zoom className="flex min-h-[calc(100dvh/var(--zoom))]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-ink px-3 py-1.5 text-bg focus:translate-y-0"
      >
        {t('app.skip')}
      </a>
      <div className="sticky top-0 flex h-[calc(100dvh/var(--zoom))] w-[196px] shrink-0 flex-col border-r border-line max-xl:w-14 max-md:hidden">
        <div className="flex h-[52px] shrink-0 items-center gap-2 px-[18px] pt-1 max-xl:justify-center max-xl:px-0">
          <span className="text-ink xl:hidden">
            <Mark size={22} />
          </span>
          <span className="text-[15px] font-[640] tracking-[-0.01em] text-ink max-xl:sr-only">
            {t('app.name')}
          </span>
          <span
            data-company
            className="min-w-0 truncate text-caption text-ink-2 max-xl:sr-only"
            title={company}
          >
            {company === t('app.name') ? null : company}
          </span>
        </div>
        {demo ? (
          <div className="px-[18px] pb-2 max-xl:px-0.5 max-xl:text-center">
            <DemoBadge label={t('app.demo')} hint={t('app.demoHint')} />
          </div>
        ) : null}
        <nav aria-label={t('nav.label')} className="mt-1 min-h-0 flex-1 overflow-y-auto">
          <NavLinks t={t} role={user.role} />
        </nav>
        <div className="px-2.5 pb-2 max-xl:flex max-xl:justify-center max-xl:px-0">
          <WallLink t={t} />
        </div>
        <div className="mx-2.5 flex flex-col gap-1 border-t border-line py-2 max-xl:mx-1 max-xl:items-center">
          <InboxButton />
          <AccountMenu {...account} />
        </div>
      </div>
      <div className="flex min-w-0 flex-1 flex-col xl:in-data-drawer:pr-[428px] max-md:pb-[72px]">
        <div className="flex h-12 items-center gap-2 border-b border-line px-5 md:hidden">
          <span className="text-ink">
            <Mark size={20} />
          </span>
          <span className="min-w-0 flex-1 truncate text-caption text-ink-2">{company}</span>
          {demo ? <DemoBadge label={t('app.demo')} hint={t('app.demoHint')} /> : null}
          <span className="-mr-2">
            <SearchIcon />
          </span>
          <span className="-mr-2">
            <InboxButton compact />
          </span>
          <span className="-mr-2.5">
            <AccountMenu {...account} compact />
          </span>
        </div>
        <AutomationBanner initial={automation} mayOpen={['admin', 'manager'].includes(user.role)} />
        {children}
      </div>
      <TabBar t={t} role={user.role} />
      <Suspense>
        <TicketDrawer />
      </Suspense>
      <ToastHost />
      <InboxWatch />
      {built ? <OfflineWorker /> : null}
      <PaletteHost role={user.role} />
    </div>
  )
}
