'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { PERIOD_PRESETS } from '@/lib/core/period'
import { dateText, dayNumberAt, startOfDayNumber } from '@/lib/core/zone'
import { CalendarGrid, type DayRange } from './calendar-grid'
import { moveFocus } from './move-focus'
import { periodOf, type ViewState } from './view-state'

/** Every named period, and a calendar for any other. */
export function PeriodPanel({
  view,
  now,
  onChoose,
  months = 2,
}: {
  readonly view: ViewState
  /** server's now, epoch ms */
  readonly now: number
  readonly onChoose: (changes: Partial<ViewState>) => void
  readonly months?: 1 | 2
}) {
  const t = useTranslations('period')
  const f = useFormats()
  const shown = periodOf(view, f.zone, now)
  const [range, setRange] = useState<DayRange>({
    from: dayNumberAt(shown.from, f.zone),
    to: dayNumberAt(shown.to - 1, f.zone),
  })
  // On a phone the calendar is behind a button: the named periods are what one wants there.
  const [custom, setCustom] = useState(months === 2 || view.preset === null)
  const to = range.to ?? range.from
  const words = f.period(startOfDayNumber(range.from, f.zone), startOfDayNumber(to + 1, f.zone))
  return (
    <div className="flex max-md:flex-col">
      <ul
        onKeyDown={moveFocus}
        className="w-[128px] shrink-0 border-r border-line p-1 max-md:grid max-md:w-full max-md:grid-cols-2 max-md:gap-2 max-md:border-0 max-md:p-0"
      >
        {PERIOD_PRESETS.map((preset) => {
          const on = view.preset === preset
          return (
            <li key={preset}>
              <button
                type="button"
                aria-pressed={on}
                onClick={() => onChoose({ preset, from: null, to: null })}
                className={cx(
                  'flex h-8 w-full items-center rounded-control px-3 text-left text-body hover:bg-accent max-md:h-11 max-md:rounded-phone max-md:border max-md:border-line-2 max-md:text-phone',
                  on ? 'bg-accent font-[600] text-ink' : 'text-ink-2',
                )}
              >
                {t(preset)}
              </button>
            </li>
          )
        })}
      </ul>
      {custom ? null : (
        <button
          type="button"
          onClick={() => setCustom(true)}
          className="mt-2 flex h-11 w-full items-center justify-center rounded-phone border border-dashed border-line-2 text-phone text-ink-2"
        >
          {t('custom')}…
        </button>
      )}
      <form
        hidden={!custom}
        className="flex flex-col gap-3 p-3 max-md:px-0 [&[hidden]]:hidden"
        onSubmit={(event) => {
          event.preventDefault()
          onChoose({ preset: null, from: dateText(range.from), to: dateText(to) })
        }}
      >
        <CalendarGrid range={range} today={dayNumberAt(now, f.zone)} months={months} onChange={setRange} />
        <div className="flex items-center justify-between gap-3 border-t border-line pt-3">
          <p aria-live="polite" className="text-body text-ink-2">
            {range.to === null ? (
              t('chooseEnd')
            ) : (
              <>
                <span className="font-[560] text-ink">{words}</span>{' '}
                {t('days', { count: to - range.from + 1 })}
              </>
            )}
          </p>
          <Button type="submit" look={months === 2 ? 'primary' : 'secondary'} disabled={range.to === null}>
            {t('apply')}
          </Button>
        </div>
      </form>
    </div>
  )
}
