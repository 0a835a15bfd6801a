import type { ReactNode } from 'react'
import { pageContext } from '@/app/page-context'
import { setLocale, setTheme } from '@/app/preferences'
import { AppShell } from '@/components/shell/app-shell'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { env } from '@/lib/core/env'
import { messagesOf } from '@/lib/i18n/translate'

export default async function AppLayout({ children }: { readonly children: ReactNode }) {
  const { ctx, company, demo, zone, locale, theme, t } = await pageContext()
  const { principal } = ctx
  const user =
    principal.kind === 'user'
      ? {
          name: principal.email.split('@')[0] ?? principal.email,
          role: principal.role,
          roleName: t(`role.${principal.role}`),
        }
      : { name: '', role: '', roleName: '' }
  return (
    <LocaleProvider locale={locale} zone={zone} messages={messagesOf(locale)}>
      <AppShell
        locale={locale}
        theme={theme}
        company={company}
        demo={demo}
        built={env().NODE_ENV === 'production'}
        user={user}
        setLocale={setLocale}
        setTheme={setTheme}
      >
        {children}
      </AppShell>
    </LocaleProvider>
  )
}
