import type { ReactNode } from 'react'
import { pageContext } from '@/app/page-context'
import { Refused } from '@/components/settings/section'
import { SettingsNav } from '@/components/settings/settings-nav'
import { MoreMessages } from '@/components/shell/more-messages'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { messagesOf } from '@/lib/i18n/translate'

/** The frame of the settings: sections in a list, the chosen one beside it. For administrators, managers and auditors. */
export default async function SettingsLayout({ children }: { readonly children: ReactNode }) {
  const { ctx, t, locale } = await pageContext()
  const { principal } = ctx
  const role = principal.kind === 'user' ? principal.role : ''
  const may = role === 'admin' || role === 'manager' || role === 'auditor'
  const { settings, organisation, calendars, limits, metricTargets } = messagesOf(locale)
  return (
    <MoreMessages messages={{ settings, organisation, calendars, limits, metricTargets }}>
      <PageBody>
        <PageHeader title={t('settings.title')} />
        {may ? (
          <div className="flex gap-8 pt-4 max-md:pt-0">
            <SettingsNav role={role} />
            <div className="min-w-0 flex-1">{children}</div>
          </div>
        ) : (
          <div className="pt-4">
            <Refused text={t('settings.forbidden')} />
          </div>
        )}
      </PageBody>
    </MoreMessages>
  )
}
