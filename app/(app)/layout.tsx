import type { ReactNode } from 'react'
import { answerOf, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { setLocale, setTheme } from '@/app/preferences'
import { AppShell } from '@/components/shell/app-shell'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { env } from '@/lib/core/env'
import { messagesOf } from '@/lib/i18n/translate'
import { readAutomation } from '@/lib/services/read-automation'
import { namesForReader } from '@/lib/services/shown-names'
import { namesFor } from './_people/names'

export default async function AppLayout({ children }: { readonly children: ReactNode }) {
  const { ctx, company, demo, zone, locale, theme, t } = await pageContext()
  const { principal } = ctx
  const [automation, names, reader] = await Promise.all([
    settle(readAutomation(ctx.now)).then(answerOf),
    namesForReader(ctx),
    namesFor({}),
  ])
  // Texts of areas that bring their own (MoreMessages) stay out of every other page.
  const {
    settings: _settings,
    setup: _setup,
    organisation: _organisation,
    calendars: _calendars,
    limits: _limits,
    metricTargets: _metricTargets,
    rules: _rules,
    ...everywhere
  } = messagesOf(locale)
  const user =
    principal.kind === 'user'
      ? {
          name: principal.email.split('@')[0] ?? principal.email,
          role: principal.role,
          roleName: t(`role.${principal.role}`),
        }
      : { name: '', role: '', roleName: '' }
  return (
    <LocaleProvider locale={locale} zone={zone} messages={everywhere} names={names} reader={reader}>
      <AppShell
        locale={locale}
        theme={theme}
        company={company}
        demo={demo}
        built={env().NODE_ENV === 'production'}
        automation={
          automation && {
            off: automation.off,
            since: automation.since === null ? null : new Date(automation.since).toISOString(),
            reason: automation.reason,
          }
        }
        user={user}
        setLocale={setLocale}
        setTheme={setTheme}
      >
        {children}
      </AppShell>
    </LocaleProvider>
  )
}
