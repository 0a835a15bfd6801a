'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Text, Tick } from '@/components/ui/fields'
import { placesOf, StepFoot, type StepProps } from './step'

interface Span {
  readonly from: string
  readonly to: string
}

export function HoursStep({ pending, onSave, skip }: StepProps) {
  const t = useTranslations('setup')
  const [always, setAlways] = useState(false)
  const [week, setWeek] = useState<Span>({ from: '09:00', to: '18:00' })
  const [weekend, setWeekend] = useState<Span | null>(null)
  const [holidays, setHolidays] = useState(true)
  const [places, setPlaces] = useState<readonly string[]>([])
  const span = (label: string, value: Span, onSpan: (value: Span) => void, bad: boolean) => (
    <div>
      <div className="flex items-center gap-2 text-body text-ink-2">
        <Text
          type="time"
          required
          aria-label={`${label} ${t('hours.from')}`}
          aria-invalid={bad}
          value={value.from}
          onChange={(event) => onSpan({ ...value, from: event.currentTarget.value })}
          className="w-[120px]!"
        />
        {t('hours.to')}
        <Text
          type="time"
          required
          aria-label={`${label} ${t('hours.to')}`}
          aria-invalid={bad}
          value={value.to === '24:00' ? '00:00' : value.to}
          onChange={(event) =>
            onSpan({
              ...value,
              to: event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value,
            })
          }
          className="w-[120px]!"
        />
      </div>
      {bad ? (
        <p role="alert" className="mt-1 text-caption font-[540] text-bad">
          {t('hours.wrong')}
        </p>
      ) : null}
    </div>
  )
  return (
    <form
      noValidate
      className="flex max-w-[480px] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const value = { always, ...week, weekend, holidays }
        void placesOf('hoursForm', value).then((wrong) => {
          setPlaces(wrong)
          if (wrong.length === 0) void onSave(value)
        })
      }}
    >
      <Tick checked={always} onChange={setAlways}>
        {t('hours.always')}
      </Tick>
      {always ? null : (
        <>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 text-body font-[540] text-ink">{t('hours.week')}</legend>
            {span(
              t('hours.week'),
              week,
              setWeek,
              places.some((place) => place === 'to' || place === 'from'),
            )}
          </fieldset>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="sr-only">{t('hours.weekend')}</legend>
            <Tick
              checked={weekend !== null}
              onChange={(on) => setWeekend(on ? { from: '10:00', to: '18:00' } : null)}
            >
              {t('hours.weekend')}
            </Tick>
            {weekend === null
              ? null
              : span(
                  t('hours.weekend'),
                  weekend,
                  setWeekend,
                  places.some((place) => place.startsWith('weekend')),
                )}
          </fieldset>
          <div>
            <Tick checked={holidays} onChange={setHolidays}>
              {t('hours.holidays')}
            </Tick>
            <p className="pl-[26px] text-caption text-ink-3">{t('hours.holidaysHint')}</p>
          </div>
        </>
      )}
      <StepFoot deed={t('next')} pending={pending} skip={skip} />
    </form>
  )
}
