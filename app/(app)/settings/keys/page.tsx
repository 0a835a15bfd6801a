import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { KeysList } from '@/components/settings/keys-list'
import { listApiKeys } from '@/lib/services/list-api-keys'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.keys') }
}

/** Keys of other systems. */
export default function KeysPage() {
  return (
    <SectionPage
      section="keys"
      load={({ ctx }) => listApiKeys(ctx)}
      show={(keys, { ctx }, role) => <KeysList initial={keys} mayWrite={role === 'admin'} now={ctx.now} />}
    />
  )
}
