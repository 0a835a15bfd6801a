'use client'

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Choice, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { DRAFT_WEEKDAYS, type DraftDay, daysOf, withDays } from '@/lib/core/calendar-draft'
import { CHINA_HOLIDAYS, holidayExceptions } from '@/lib/core/calendar-presets'
import { weekdayNames } from '@/lib/i18n/format'

/** The days on which an edition's weekly hours do not hold, a year at a time. */
export function SpecialDays({
  days,
  year: thisYear,
  mayWrite,
  onDays,
  onImport,
}: {
  readonly days: readonly DraftDay[]
  /** the year that is shown first */
  readonly year: string
  readonly mayWrite: boolean
  readonly onDays: (days: readonly DraftDay[]) => void
  readonly onImport: () => void
}) {
  const t = useTranslations('calendars.form')
  const f = useFormats()
  const names = weekdayNames(f.locale)
  const years = [...new Set([thisYear, ...days.map(({ date }) => date.slice(0, 4))])].sort()
  const [year, setYear] = useState(thisYear)
  const set = (index: number, patch: Partial<DraftDay>) =>
    onDays(days.map((day, i) => (i === index ? { ...day, ...patch } : day)))
  const shown = days.flatMap((day, index) =>
    day.date.startsWith(year) || year === '' ? [{ day, index }] : [],
  )

  return (
    <Card
      title={t('days')}
      hint={t('daysHint')}
      aside={
        <Choice
          aria-label={t('year')}
          value={year}
          onChange={(event) => setYear(event.currentTarget.value)}
          className="w-auto"
        >
          {years.map((it) => (
            <option key={it} value={it}>
              {it}
            </option>
          ))}
          <option value="">{t('allYears')}</option>
        </Choice>
      }
    >
      {shown.length === 0 ? (
        <p className="px-4 pb-3 text-body text-ink-3 max-md:px-5">{t('noDays')}</p>
      ) : null}
      <ul className="flex flex-col gap-2 px-4 pb-3 max-md:px-5" data-days={days.length}>
        {shown.map(({ day, index }) => (
          <li
            key={index}
            className="grid grid-cols-[150px_1fr_150px_1fr_30px] items-center gap-2 max-md:grid-cols-[1fr_44px] max-md:border-b max-md:border-line max-md:pb-2"
          >
            <Text
              type="date"
              aria-label={t('date')}
              value={day.date}
              onChange={(event) => set(index, { date: event.currentTarget.value })}
            />
            {mayWrite ? (
              <button
                type="button"
                aria-label={t('removeDay', { date: day.date })}
                onClick={() => onDays(days.filter((_, i) => i !== index))}
                className="grid size-[30px] place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11 md:order-last"
              >
                <X size={15} aria-hidden />
              </button>
            ) : null}
            <Text
              aria-label={t('dayName')}
              placeholder={t('dayName')}
              maxLength={100}
              value={day.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
              className="max-md:col-span-2"
            />
            <Choice
              aria-label={t('hours')}
              value={day.as ?? (day.text === '' ? 'closed' : 'own')}
              onChange={(event) => {
                const { value } = event.currentTarget
                set(index, {
                  as: DRAFT_WEEKDAYS.find((it) => it === value) ?? null,
                  text: value === 'own' ? '9:00-18:00' : '',
                })
              }}
              className="max-md:col-span-2"
            >
              <option value="closed">{t('closed')}</option>
              {DRAFT_WEEKDAYS.map((it, i) => (
                <option key={it} value={it}>
                  {t('as', { weekday: names[i] ?? it })}
                </option>
              ))}
              <option value="own">{t('own')}</option>
            </Choice>
            {day.as === null && day.text !== '' ? (
              <Text
                aria-label={t('own')}
                value={day.text}
                onChange={(event) => set(index, { text: event.currentTarget.value })}
                className="max-md:col-span-2"
              />
            ) : (
              <span className="max-md:hidden" />
            )}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <div className="flex flex-wrap gap-2 px-4 pb-4 max-md:px-5">
          <Button
            onClick={() =>
              onDays([
                ...days,
                { date: `${year === '' ? thisYear : year}-01-01`, name: '', as: null, text: '' },
              ])
            }
            data-do="add-day"
          >
            <Plus size={15} aria-hidden />
            {t('addDay')}
          </Button>
          <Button onClick={onImport} data-do="import">
            {t('csv')}
          </Button>
          {CHINA_HOLIDAYS.map((holidays) => (
            <Button
              key={holidays.year}
              look="quiet"
              onClick={() => {
                const filled = daysOf(holidayExceptions([holidays]))
                onDays(withDays(days, filled))
                setYear(String(holidays.year))
                said(t('presetDone', { count: filled.length }))
              }}
            >
              {t(holidays.provisional ? 'presetProvisional' : 'preset', { year: String(holidays.year) })}
            </Button>
          ))}
        </div>
      ) : null}
    </Card>
  )
}
