'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { startOfDayNumber, weekdayOf } from '@/lib/core/zone'
import { weekdayNames } from '@/lib/i18n/format'
import { dayOfMonth, firstOfMonth, monthLater, sameDayLater, weeksOf } from './month'

export interface DayRange {
  /** day numbers; `to` is inside; null while the second day is still to be chosen */
  readonly from: number
  readonly to: number | null
}

const INSIDE: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/**
 * Chooses a range of days: the first choice is one end, the second the other. Arrows walk by day and week, Home and End
 * to the week's ends, Page up and down by month, Enter chooses. Days are the tenant's, up to today.
 */
export function CalendarGrid({
  range,
  today,
  months,
  onChange,
}: {
  readonly range: DayRange
  /** the last day that can be chosen */
  readonly today: number
  /** months side by side */
  readonly months: 1 | 2
  readonly onChange: (range: DayRange) => void
}) {
  const t = useTranslations('period')
  const f = useFormats()
  const [cursor, setCursor] = useState(Math.min(range.to ?? range.from, today))
  const [last, setLast] = useState(firstOfMonth(range.to ?? range.from))
  const [over, setOver] = useState<number | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const moved = useRef(false)

  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    box.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus()
  }, [cursor])

  const choose = (day: number) => {
    if (range.to !== null) onChange({ from: day, to: null })
    else onChange({ from: Math.min(range.from, day), to: Math.max(range.from, day) })
    setCursor(day)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = INSIDE[event.key]
    const next =
      step !== undefined
        ? cursor + step
        : event.key === 'PageUp'
          ? sameDayLater(cursor, -1)
          : event.key === 'PageDown'
            ? sameDayLater(cursor, 1)
            : event.key === 'Home'
              ? cursor - (weekdayOf(cursor) - 1)
              : event.key === 'End'
                ? cursor + (7 - weekdayOf(cursor))
                : null
    if (next === null) return
    event.preventDefault()
    const bounded = Math.min(next, today)
    const month = firstOfMonth(bounded)
    if (month > last) setLast(month)
    else if (month < monthLater(last, 1 - months)) setLast(monthLater(month, months - 1))
    moved.current = true
    setCursor(bounded)
  }

  const end = range.to ?? over ?? range.from
  const low = Math.min(range.from, end)
  const high = Math.max(range.from, end)
  const shown = months === 2 ? [monthLater(last, -1), last] : [last]
  const days = weekdayNames(f.locale)
  const monthName = (day: number) => f.month(startOfDayNumber(day, f.zone))

  return (
    <div ref={box} className="flex gap-6">
      {shown.map((month, i) => (
        <div key={month} className="w-[224px] max-md:w-full">
          <div className="flex h-8 items-center max-md:h-11">
            <Step
              hidden={i > 0}
              label={t('previousMonth')}
              onClick={() => setLast(monthLater(last, -1))}
              side="left"
            />
            <h3 aria-live="polite" className="flex-1 text-center text-card font-[600] text-ink">
              {monthName(month)}
            </h3>
            <Step
              hidden={i < shown.length - 1}
              label={t('nextMonth')}
              disabled={last >= firstOfMonth(today)}
              onClick={() => setLast(monthLater(last, 1))}
              side="right"
            />
          </div>
          <table className="w-full table-fixed border-collapse" aria-label={monthName(month)}>
            <thead>
              <tr>
                {days.map((name) => (
                  <th
                    key={name}
                    scope="col"
                    abbr={name}
                    className="h-7 text-center text-caption font-[420] text-ink-3"
                  >
                    {f.locale === 'zh' ? name.slice(1) : name.slice(0, 2)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody onKeyDown={onKeyDown} onMouseLeave={() => setOver(null)}>
              {weeksOf(month).map((week) => (
                <tr key={week.find((day) => day !== null)}>
                  {week.map((day, column) => {
                    if (day === null) {
                      // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is only its column
                      return <td key={`empty ${column}`} className="p-0" />
                    }
                    const edge = day === low || day === high
                    const within = day >= low && day <= high
                    return (
                      <td key={day} className={cx('p-0', within && 'bg-accent')}>
                        <button
                          type="button"
                          data-day={day}
                          tabIndex={day === cursor ? 0 : -1}
                          disabled={day > today}
                          aria-pressed={within}
                          aria-current={day === today ? 'date' : undefined}
                          aria-label={f.date(startOfDayNumber(day, f.zone))}
                          onClick={() => choose(day)}
                          onMouseEnter={() => range.to === null && setOver(day)}
                          onFocus={() => range.to === null && setOver(day)}
                          className={cx(
                            'grid h-8 w-full place-items-center rounded-control text-body -outline-offset-2 disabled:cursor-default disabled:text-faint max-md:h-11',
                            edge ? 'bg-ink font-[600] text-bg' : 'text-ink enabled:hover:bg-line',
                            day === today && !edge && 'font-[640] underline underline-offset-4',
                          )}
                        >
                          {dayOfMonth(day)}
                        </button>
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </div>
  )
}

function Step({
  hidden,
  label,
  side,
  disabled = false,
  onClick,
}: {
  readonly hidden: boolean
  readonly label: string
  readonly side: 'left' | 'right'
  readonly disabled?: boolean
  readonly onClick: () => void
}) {
  if (hidden) return <span className="size-8 max-md:size-11" />
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-accent disabled:opacity-40 max-md:size-11"
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
