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
import type { Formats } from '@/lib/i18n/format'
import { wantsHelp } from './wall-alarm'
import { type AlarmRow, useAlarmWords } from './wall-names'

/** Zone F: the likely cause of the worst figure with its arithmetic, what people talk about, and how far one is. */
export const Focus = memo(function Focus() {
  const tile = useTile('focus')
  const focus = focusOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  // Large letters have room for one line of each.
  const far = useDensity() === 'far'
  const t = useTranslations('wall')
  const { nameOf } = useAlarmWords()
  const words = focus?.words.slice(0, 6) ?? []
  const cause = focus?.cause ?? null
  const name = cause ? nameOf({ metric: cause.metric, scope: scopeOf(cause) }) : ''
  return (
    <section className="wall-zone z-f" data-tile="focus" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('focus')}</h2>
        {far && words.length > 0 ? (
          <Words words={words} className="wall-caption wall-whole min-w-0 flex-1" />
        ) : cause ? (
          <span className="wall-caption truncate">{t('focusHint', { name })}</span>
        ) : null}
      </div>
      <div
        className={cx('flex min-h-0 flex-1 flex-col justify-between', old && 'opacity-60')}
        style={{ gap: u(10), paddingTop: u(4) }}
      >
        {cause ? (
          <Cause cause={cause} name={name} brief={far} />
        ) : (
          <div>
            <p className="wall-focus">{focus && state !== 'none' ? t('quiet') : t('noData')}</p>
            {focus && state !== 'none' ? <p className="wall-caption">{t('quietHint')}</p> : null}
          </div>
        )}
        {words.length > 0 && !far ? <Words words={words} className="wall-chips" chip="wall-chip" /> : null}
        <Progress brief={far} />
      </div>
    </section>
  )
})

function Words({
  words,
  className,
  chip,
}: {
  readonly words: FocusResult['words']
  readonly className: string
  readonly chip?: string
}) {
  const f = useFormats()
  return (
    <div className={className} data-words={words.length}>
      {words.map((word) => (
        <span key={word.text} className={chip}>
          <b>{word.text}</b> {f.count(word.count)}
        </span>
      ))}
    </div>
  )
}

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

/** How far one is with the worst alarm: found, told, acknowledged, helped, recovered; only what is known of it. */
const Progress = memo(function Progress({ brief }: { readonly brief: boolean }) {
  const alarms = alarmsOf(useTile('alarms'))
  const f = useFormats()
  const t = useTranslations('wall.step')
  const row = alarms?.rows[0]
  if (!row) return null
  const steps = stepsOf(row, f, t)
  return brief ? (
    <p className="wall-whole wall-caption flex-none text-ink-2" data-steps={steps.length}>
      {steps.map((step) => (
        <span key={step.id} className={step.done ? '' : 'text-ink-3'}>
          {step.name} {step.text}
        </span>
      ))}
    </p>
  ) : (
    <div className="wall-steps flex-none" data-steps={steps.length}>
      {steps.map((step) => (
        <div key={step.id} data-step={step.id} data-done={step.done || undefined}>
          <p>{step.name}</p>
          <p className="truncate">{step.text}</p>
        </div>
      ))}
    </div>
  )
})

interface ProgressStep {
  readonly id: string
  readonly done: boolean
  readonly name: string
  readonly text: string
}

/** A figure that no rule watches has no incident: nobody is told of it and nobody can acknowledge it. */
function stepsOf(
  row: AlarmRow,
  f: Formats,
  t: ReturnType<typeof useTranslations<'wall.step'>>,
): readonly ProgressStep[] {
  const { acknowledgedAt, notifiedAt = null, recovery = null, owner = null } = row
  const steps: ProgressStep[] = [{ id: 'found', done: true, name: t('found'), text: f.time(row.since) }]
  if (row.incident !== undefined) {
    // Who has acknowledged it needed not be told.
    if (notifiedAt !== null || acknowledgedAt === null) {
      steps.push({
        id: 'told',
        done: notifiedAt !== null,
        name: notifiedAt === null ? t('untold') : t('told'),
        text: notifiedAt === null ? '' : acknowledgedAt === null && owner ? owner : f.time(notifiedAt),
      })
    }
    steps.push({
      id: 'acknowledged',
      done: acknowledgedAt !== null,
      name: acknowledgedAt === null ? t('unacknowledged') : t('acknowledged'),
      text: acknowledgedAt === null ? '' : (owner ?? f.time(acknowledgedAt)),
    })
  }
  if (wantsHelp(row)) {
    const helpers = row.canHelp.length
    steps.push({
      id: 'help',
      done: helpers > 0,
      name: t('help'),
      text: helpers > 0 ? t('helpCount', { count: helpers }) : t('helpNone'),
    })
  }
  if (recovery !== null) {
    steps.push({
      id: 'recovered',
      done: recovery.done > 0,
      name: t('recovered'),
      text: t('recovery', { done: recovery.done, needed: recovery.needed }),
    })
  }
  return steps
}

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
