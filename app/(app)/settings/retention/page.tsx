import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { RetentionForm } from '@/components/settings/retention-form'
import { readRetentionState } from '@/lib/services/read-retention'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.retention') }
}

/** How long each kind of data is kept. */
export default function RetentionPage() {
  return (
    <SectionPage
      section="retention"
      load={({ ctx }) => readRetentionState(ctx)}
      show={({ retention, last }, _page, role) => (
        <RetentionForm initial={retention} last={last} mayWrite={role === 'admin'} />
      )}
    />
  )
}
