'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ChannelTable } from './channel-table'
import { useLive } from './live-provider'
import { channelsOf } from './results'

/** Zone B on the page: channels by urgency, live. */
export function LiveChannels() {
  const live = useLive()
  const t = useTranslations('board')
  const f = useFormats()
  const rows = channelsOf(live.tiles)?.rows ?? []
  return (
    <Card
      title={t('channelsTitle')}
      hint={<span>{t('channelHint')}</span>}
      data-tile="channels"
      data-state={live.tiles.channels?.state ?? 'none'}
    >
      {live.at === 0 ? (
        <SkeletonRows rows={11} />
      ) : rows.length === 0 ? (
        <Empty title={t('empty')} hint={t('emptyHint')} />
      ) : (
        <ChannelTable
          rows={rows}
          links={{ period: 'preset=today' }}
          live
          change={live.at === 0 ? t('change') : t('changeDay', { weekday: f.weekday(live.at) })}
        />
      )}
    </Card>
  )
}
