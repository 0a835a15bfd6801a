'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Amount } from '@/components/ui/fields'
import { placesOf, StepFoot, type StepProps } from './step'

const MINUTE = 60
const HOUR = 3600

type Draft = Readonly<Record<'chat' | 'phone' | 'ticket' | 'resolution', number | null>>

/** Fields with the unit people think of them in. */
const FIELDS = [
  { key: 'chat', unit: 'second', seconds: 1, max: 3600 },
  { key: 'phone', unit: 'second', seconds: 1, max: 3600 },
  { key: 'ticket', unit: 'minute', seconds: MINUTE, max: 7 * 24 * 60 },
  { key: 'resolution', unit: 'hour', seconds: HOUR, max: 90 * 24 },
] as const

export function LimitsStep({ pending, onSave, skip }: StepProps) {
  const t = useTranslations('setup')
  const [draft, setDraft] = useState<Draft>({ chat: 60, phone: 15, ticket: 5, resolution: 24 })
  const [places, setPlaces] = useState<readonly string[]>([])
  return (
    <form
      noValidate
      className="flex max-w-[480px] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const value = Object.fromEntries(
          FIELDS.map(({ key, seconds }) => {
            const amount = draft[key]
            return [key, amount === null ? null : Math.round(amount * seconds)]
          }),
        )
        void placesOf('limitsForm', value).then((wrong) => {
          setPlaces(wrong)
          if (wrong.length === 0) void onSave(value)
        })
      }}
    >
      {FIELDS.map(({ key, unit, max }) => (
        <div key={key}>
          <div className="flex max-w-[280px]">
            <Amount
              label={t(`limits.${key}`)}
              unit={t(`limits.${unit}`)}
              value={draft[key]}
              onValue={(value) => setDraft({ ...draft, [key]: value })}
              min={1}
              max={max}
              step={1}
            />
          </div>
          {places.includes(key) ? (
            <p role="alert" className="mt-1 text-caption font-[540] text-bad">
              {t('limits.wrong')}
            </p>
          ) : (
            <p className="mt-1 text-caption text-ink-3">{t(`limits.${key}Hint`)}</p>
          )}
        </div>
      ))}
      <StepFoot deed={t('next')} pending={pending} skip={skip} />
    </form>
  )
}
