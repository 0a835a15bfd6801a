'use client'

import { useTranslations } from 'use-intl'
import { changeText, figureOf } from '@/components/boards/figure'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { Tween } from '@/components/boards/tween'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { u } from '@/components/wall/wall-size'

/** Below zone D: the day's two counts. */
export function Today() {
  return (
    <section className="wall-zone flex-none!" style={{ marginTop: u(14) }}>
      <div className="grid grid-cols-2" style={{ columnGap: u(24), padding: `${u(12)} 0 0` }}>
        <DayCount id="tickets_opened" />
        <DayCount id="messages_in" />
      </div>
    </section>
  )
}

function DayCount({ id }: { readonly id: 'tickets_opened' | 'messages_in' }) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  const tile = live.tiles[id]
  const figure = figureOf(tile)
  const value = tile?.value ?? null
  const change = figure && value !== null ? changeText(figure, value, f) : ''
  return (
    <div
      data-tile={id}
      data-state={isOld(live.trouble) ? 'none' : (tile?.state ?? 'none')}
      className="min-w-0 whitespace-nowrap"
    >
      <p className="wall-caption">{t(id)}</p>
      <p className="flex items-baseline" style={{ gap: u(16) }}>
        <span className={cx('wall-second', isOld(live.trouble) && 'text-none!')} style={{ lineHeight: 1.25 }}>
          {value === null ? '—' : <Tween value={value} format={f.count} />}
        </span>
        <span className="wall-line">{change === '—' ? '' : change}</span>
      </p>
    </div>
  )
}
