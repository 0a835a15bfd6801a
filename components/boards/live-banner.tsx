'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import { useLive } from './live-provider'

/** Says since when the figures are old; silent while they are fresh. */
export function LiveBanner() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  if (live.trouble === 'none' || live.trouble === 'connecting') return <div aria-live="polite" />
  const time = live.at === 0 ? '—' : f.timeSeconds(live.at)
  const text =
    live.trouble === 'database'
      ? t('databaseDown', { time })
      : live.trouble === 'lost'
        ? t('lost', { time })
        : live.trouble === 'ended'
          ? t('ended')
          : t('stale', { time })
  return (
    <div
      aria-live="polite"
      data-live-banner={live.trouble}
      className="mb-3 flex items-center gap-2 rounded-card border border-line-2 bg-watch-bg px-4 py-2 text-body font-[540] text-ink"
    >
      <StateGlyph state="none" />
      {text}
    </div>
  )
}
