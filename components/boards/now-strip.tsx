'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { figureData } from '@/components/ui/figure-data'
import { figureOf, rowsHref } from './figure'
import { useLive } from './live-provider'
import { Tween } from './tween'

/** Today's two counts, beside the title of the strip. */
export function TodayCounts() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  return (
    <>
      {(['tickets_opened', 'messages_in'] as const).map((id) => {
        const tile = live.tiles[id]
        const figure = figureOf(tile)
        const value = tile?.value ?? null
        return (
          <span key={id} data-tile={id} data-state={tile?.state ?? 'none'} className="whitespace-nowrap">
            {t(id)}{' '}
            <Link
              href={rowsHref(figure?.metric ?? id, figure?.period ?? null)}
              prefetch={false}
              className="num text-body font-[600] text-ink"
              {...figureData(figure?.metric ?? id, value, tile?.n)}
            >
              {value === null ? '—' : <Tween value={value} format={f.count} />}
            </Link>
          </span>
        )
      })}
    </>
  )
}

/** How fresh the page is: 实时 · 2 秒前. */
export function LiveAge() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  if (live.at === 0) return <span>{t('connecting')}</span>
  return (
    <span data-live-age>
      {live.trouble === 'none'
        ? `${t('live')} · ${f.age(Math.max(0, (live.now - live.at) / 1000))}`
        : f.stopped(live.at)}
    </span>
  )
}
