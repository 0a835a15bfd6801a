'use client'

import { useTranslations } from 'use-intl'
import { Choice, Field } from '@/components/ui/fields'
import type { Person } from './person'

/** Who does it: nobody yet, or one of these. */
export function PersonChoice({
  label,
  name,
  value,
  people,
  disabled = false,
  onValue,
}: {
  readonly label: string
  readonly name: string
  readonly value: string | null
  readonly people: readonly Person[]
  readonly disabled?: boolean
  readonly onValue: (id: string | null) => void
}) {
  const t = useTranslations('tasks')
  return (
    <Field label={label}>
      <Choice
        name={name}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onValue(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        <option value="">{t('none')}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </Choice>
    </Field>
  )
}
