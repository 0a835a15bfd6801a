'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormFoot } from '@/components/settings/form-foot'
import { useFormats } from '@/components/shell/locale-provider'
import { DRAFT_WEEKDAYS, type DraftDay, parseHolidays, withDays } from '@/lib/core/calendar-draft'
import { weekdayNames } from '@/lib/i18n/format'

/** Holidays from a CSV file: what was read, and by line what was not, before anything is taken over. */
export function HolidayImport({
  known,
  onTake,
  onCancel,
}: {
  readonly known: readonly DraftDay[]
  readonly onTake: (days: readonly DraftDay[]) => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('calendars.form')
  const f = useFormats()
  const names = weekdayNames(f.locale)
  const [text, setText] = useState('')
  const { days, faults } = parseHolidays(text)
  const dates = new Set(known.map(({ date }) => date))
  const replaces = days.filter(({ date }) => dates.has(date)).length
  const hoursOf = ({ as, text: own }: DraftDay) =>
    as === null
      ? own === ''
        ? t('closed')
        : own
      : t('as', { weekday: names[DRAFT_WEEKDAYS.indexOf(as)] ?? as })
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (days.length > 0) onTake(withDays(known, days))
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain px-5 py-5">
        <p className="text-body text-ink-2">{t('csvHint')}</p>
        <label className="flex flex-col gap-1.5">
          <span className="text-body font-[540] text-ink">{t('csvFile')}</span>
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0]
              if (file !== undefined) void file.text().then(setText)
            }}
            className="text-body max-md:min-h-11"
          />
        </label>
        <textarea
          aria-label={t('csv')}
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className="w-full rounded-control border border-line-2 bg-surface px-3 py-2 font-mono text-body text-ink max-md:text-[16px]"
        />
        {text.trim() === '' ? null : (
          <div aria-live="polite" data-read={days.length} data-faults={faults.length}>
            <p className="text-body font-[540] text-ink">
              {days.length === 0 ? t('csvNothing') : t('csvGood', { count: days.length })}
              {replaces === 0 ? '' : ` · ${t('csvReplaces', { count: replaces })}`}
            </p>
            <ul className="mt-1 flex flex-col gap-0.5">
              {faults.map(({ line, code, text: about }) => (
                <li key={line} className="text-caption text-bad">
                  {t(`csvFault.${code}`, { line, text: about })}
                </li>
              ))}
            </ul>
            <ul className="mt-2 flex flex-col gap-0.5">
              {days.map((day) => (
                <li key={day.date} className="flex gap-3 text-caption text-ink-2 tabular-nums">
                  <span>{day.date}</span>
                  <span className="min-w-0 flex-1 truncate">{day.name}</span>
                  <span>{hoursOf(day)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <FormFoot
        refused={null}
        pending={days.length === 0}
        deed={t('csvTake', { count: days.length })}
        onCancel={onCancel}
      />
    </form>
  )
}
