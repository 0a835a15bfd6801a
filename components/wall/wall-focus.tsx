'use client'

import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { CauseSentence } from '@/components/boards/cause-sentence'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { alarmsOf, focusOf } from '@/components/wall/wall-results'
import { useRoom } from '@/components/wall/wall-rows'
import { u } from '@/components/wall/wall-size'
import { DENSITY_SIZES } from '@/lib/boards/density'
import type { FocusResult } from '@/lib/boards/types'
import { useAlarmWords } from './wall-names'

/** Zone F: the likely cause of the worst figure with its arithmetic, what people talk about, and how far one is. */
export const Focus = memo(function Focus() {
  const tile = useTile('focus')
  const focus = focusOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall')
  const { nameOf } = useAlarmWords()
  const cause = focus?.cause ?? null
  const name = cause ? nameOf({ metric: cause.metric, scope: scopeOf(cause) }) : ''
  return (
    <section className="wall-zone z-f" data-tile="focus" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('focus')}</h2>
        {cause ? <span className="wall-caption truncate">{t('focusHint', { name })}</span> : null}
      </div>
      <div
        className={cx('flex min-h-0 flex-1 flex-col justify-between', old && 'opacity-60')}
        style={{ gap: u(10), paddingTop: u(4) }}
      >
        {cause ? (
          <Cause cause={cause} name={name} brief={density === 'far'} />
        ) : (
          <div>
            <p className="wall-focus">{focus && state !== 'none' ? t('quiet') : t('noData')}</p>
            {focus && state !== 'none' ? <p className="wall-caption">{t('quietHint')}</p> : null}
          </div>
        )}
        {focus && focus.words.length > 0 && density !== 'far' ? (
          <div className="wall-chips" data-words={focus.words.length}>
            {focus.words.slice(0, 6).map((word) => (
              <span key={word.text} className="wall-chip">
                <b>{word.text}</b> {f.count(word.count)}
              </span>
            ))}
          </div>
        ) : null}
        {density === 'far' && cause ? null : <Progress />}
      </div>
    </section>
  )
})

function scopeOf(cause: NonNullable<FocusResult['cause']>): { channel?: string } {
  return cause.channel === null ? {} : { channel: cause.channel }
}

function Cause({
  cause,
  name,
  brief,
}: {
  readonly cause: NonNullable<FocusResult['cause']>
  readonly name: string
  /** large letters have room for the cause, not for all of its arithmetic */
  readonly brief: boolean
}) {
  return (
    <p className="wall-focus min-h-0 overflow-hidden">
      <CauseSentence cause={cause} name={name} brief={brief} />
    </p>
  )
}

/** How far one is with the worst alarm: found, acknowledged, helped, recovered. */
const Progress = memo(function Progress() {
  const alarms = alarmsOf(useTile('alarms'))
  const f = useFormats()
  const t = useTranslations('wall.step')
  const row = alarms?.rows[0]
  if (!row) return null
  const acknowledged = row.acknowledgedAt !== null
  return (
    <div className="wall-steps flex-none">
      <div data-done>
        <p>{t('found')}</p>
        <p>{f.time(row.since)}</p>
      </div>
      <div data-done={acknowledged || undefined}>
        <p>{acknowledged ? t('acknowledged') : t('unacknowledged')}</p>
        <p>{row.acknowledgedAt === null ? '—' : f.time(row.acknowledgedAt)}</p>
      </div>
      <div>
        <p>{t('help')}</p>
        <p>{row.canHelp.length > 0 ? t('helpCount', { count: row.canHelp.length }) : t('helpNone')}</p>
      </div>
      <div>
        <p>{t('recovered')}</p>
        <p>{t('notYet')}</p>
      </div>
    </div>
  )
})

/** Zone F of scenes that look for no cause: what is out of its limit now. */
export const AlarmList = memo(function AlarmList() {
  const tile = useTile('alarms')
  const alarms = alarmsOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall')
  const s = useTranslations('state')
  const { nameOf } = useAlarmWords()
  const [box, room] = useRoom(DENSITY_SIZES[density].rows, 1.28)
  const rows = alarms?.rows ?? []
  return (
    <section className="wall-zone z-f" data-tile="alarm-list" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('alarm.list')}</h2>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {rows.length === 0 ? <p className="wall-caption">{alarms ? t('noAlarms') : t('noData')}</p> : null}
        {rows.slice(0, room).map((row) => (
          <div
            key={row.id}
            className="wall-row"
            style={{ gridTemplateColumns: '0.8em minmax(0, 1fr) 3.4em 4.6em' }}
          >
            <StateGlyph state={row.state} size="0.66em" label={s(row.state)} />
            <span className="truncate font-[520] text-ink">{nameOf(row)}</span>
            <span className={cx('text-right font-[560]', row.state === 'bad' ? 'text-bad' : 'text-ink')}>
              {f.value(row.unit, row.value)}
            </span>
            <span className="text-right text-ink-3">{t('alarm.since', { time: f.time(row.since) })}</span>
          </div>
        ))}
      </div>
    </section>
  )
})
