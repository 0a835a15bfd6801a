'use client'

import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { byUrgency, figureOf } from '@/components/boards/figure'
import { useLive } from '@/components/boards/live-provider'
import { channelsOf } from '@/components/boards/results'
import { useFormats } from '@/components/shell/locale-provider'
import { channelName } from '@/lib/i18n/names'
import { keepSnapshot } from './snapshot-store'

/** Milliseconds between two keepings: the picture may be that much older than what was seen. */
const EVERY_MS = 15_000
const FIGURES = ['queue_now', 'frt', 'agents_available', 'overdue_now'] as const

/** Keeps what the page shows for when there is no network. Draws nothing. */
export function Snapshot() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations()
  const kept = useRef(0)

  useEffect(() => {
    if (live.trouble !== 'none' || live.at === 0 || live.now - kept.current < EVERY_MS) return
    kept.current = live.now
    keepSnapshot(localStorage, {
      at: live.at,
      seen: t('offline.seen', { time: f.dateTime(live.at) }),
      lang: document.documentElement.lang,
      words: {
        title: t('offline.title'),
        body: t('offline.body'),
        nothing: t('offline.nothing'),
        retry: t('offline.retry'),
      },
      figures: FIGURES.map((id) => {
        const tile = live.tiles[id]
        const figure = figureOf(tile)
        return {
          label: t(`tile.${id}`),
          text: figure ? f.value(figure.unit, tile?.value, figure.interval) : '—',
          state: tile?.state ?? 'none',
        }
      }),
      channels: byUrgency(channelsOf(live.tiles)?.rows ?? []).map((row) => ({
        label: channelName(f.locale, row.channel),
        text: f.duration(row.frt),
        state: row.state,
      })),
    })
  }, [live, f, t])
  return null
}
