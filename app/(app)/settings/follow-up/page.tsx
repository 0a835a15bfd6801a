import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { FollowUpForm } from '@/components/tasks/follow-up-form'
import { getFollowUp } from '@/lib/services/follow-up-settings'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.followUp') }
}

/** What becomes a task by itself. */
export default function FollowUpPage() {
  return (
    <SectionPage
      section="followUp"
      load={({ ctx }) => getFollowUp(ctx)}
      show={(settings, _page, role) => <FollowUpForm initial={settings} mayWrite={role !== 'auditor'} />}
    />
  )
}
