import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { AutomationSwitch } from '@/components/settings/automation-switch'
import { getAutomation } from '@/lib/services/get-automation'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.automation') }
}

/** The switch that stops all automation. */
export default function AutomationPage() {
  return (
    <SectionPage
      section="automation"
      load={({ ctx }) => getAutomation(ctx)}
      show={(state, _page, role) => <AutomationSwitch initial={state} mayThrow={role !== 'auditor'} />}
    />
  )
}
