import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { ChannelList } from '@/components/organisation/organisation-lists'
import { builtInChannelName } from '@/lib/i18n/names'
import { listChannelRows } from '@/lib/services/list-channel-rows'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.channels') }
}

/** Channels: what they are called, who answers for them, which are listed. */
export default function ChannelsPage() {
  return (
    <SectionPage
      section="channels"
      load={({ ctx }) => listChannelRows(ctx)}
      show={({ channels, people }, { locale }, role) => (
        <ChannelList
          channels={channels}
          people={people}
          builtIn={Object.fromEntries(
            channels.map(({ channel }) => [channel, builtInChannelName(locale, channel)]),
          )}
          mayWrite={role === 'admin' || role === 'manager'}
        />
      )}
    />
  )
}
