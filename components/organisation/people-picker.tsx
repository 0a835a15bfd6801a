'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Choice } from '@/components/ui/fields'
import type { PersonChoice } from './types'

/** Several people: those chosen with a way to take each out, and a list to add from. */
export function PeoplePicker({
  label,
  hint,
  people,
  chosen,
  onChosen,
}: {
  readonly label: string
  readonly hint?: string
  readonly people: readonly PersonChoice[]
  /** ids */
  readonly chosen: readonly string[]
  readonly onChosen: (ids: readonly string[]) => void
}) {
  const t = useTranslations('organisation')
  const nameOf = (id: string) => people.find((person) => person.id === id)
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-body font-[540] text-ink">{label}</legend>
      {chosen.length === 0 ? null : (
        <ul className="mb-2 flex flex-wrap gap-1.5">
          {chosen.map((id) => {
            const person = nameOf(id)
            const name = person?.name ?? id
            return (
              <li key={id}>
                <button
                  type="button"
                  aria-label={t('takeOut', { name })}
                  onClick={() => onChosen(chosen.filter((it) => it !== id))}
                  className="inline-flex h-7 items-center gap-1 rounded-control border border-line-2 pr-1.5 pl-2.5 text-body text-ink hover:bg-accent max-md:h-11"
                >
                  {name}
                  {person?.disabled ? <span className="text-watch">{t('gone')}</span> : null}
                  <X size={13} aria-hidden className="text-ink-3" />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <PersonChoiceField
        label={label}
        people={people.filter(({ id }) => !chosen.includes(id))}
        value=""
        empty={t('addPerson')}
        onValue={(id) => {
          if (id !== '') onChosen([...chosen, id])
        }}
      />
      {hint ? <p className="mt-1.5 text-caption text-ink-3">{hint}</p> : null}
    </fieldset>
  )
}

/** One person of the list; those who are disabled only where they are chosen already. */
export function PersonChoiceField({
  label,
  people,
  value,
  empty,
  onValue,
  name,
}: {
  readonly label?: string
  readonly people: readonly PersonChoice[]
  readonly value: string
  /** the word of nobody */
  readonly empty: string
  readonly onValue: (id: string) => void
  readonly name?: string
}) {
  const t = useTranslations('organisation')
  const role = useTranslations('role')
  return (
    <Choice
      name={name}
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    >
      <option value="">{empty}</option>
      {people
        .filter(({ id, disabled }) => !disabled || id === value)
        .map((person) => (
          <option key={person.id} value={person.id}>
            {person.name} · {role(person.role as 'admin')}
            {person.disabled ? t('gone') : ''}
          </option>
        ))}
    </Choice>
  )
}
