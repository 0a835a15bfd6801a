import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { MoreMessages } from '@/components/shell/more-messages'
import { TargetsList } from '@/components/targets/targets-list'
import { messagesOf } from '@/lib/i18n/translate'
import { listTargets } from '@/lib/services/list-targets'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.targets') }
}

/** Where messages can go. */
export default function TargetsPage() {
  return (
    <SectionPage
      section="targets"
      load={({ ctx }) => listTargets(ctx)}
      show={({ targets, outgoing }, { ctx, locale }, role) => {
        const messages = messagesOf(locale)
        return (
          <MoreMessages messages={{ targets: messages.targets }}>
            <TargetsList initial={targets} outgoing={outgoing} mayWrite={role === 'admin'} now={ctx.now} />
          </MoreMessages>
        )
      }}
    />
  )
}
