'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormFoot } from '@/components/settings/form-foot'
import { useSubmit } from '@/components/settings/use-submit'
import { Field, Text } from '@/components/ui/fields'
import type { OrganisationKind } from '@/lib/core/organisation-forms'

/**
 * The form of one item of the organisation: its name where it is new, its fields, and the deed. `value` is what the API
 * takes.
 */
export function ItemForm({
  kind,
  given,
  nameLabel,
  nameHint,
  value,
  onDone,
  onCancel,
  children,
}: {
  readonly kind: Exclude<OrganisationKind, 'duties'>
  /** the name as sources write it; null = a new one, which is asked for */
  readonly given: string | null
  readonly nameLabel: string
  readonly nameHint: string
  readonly value: Readonly<Record<string, unknown>>
  readonly onDone: () => void
  readonly onCancel: () => void
  readonly children: ReactNode
}) {
  const t = useTranslations('organisation')
  const s = useTranslations('settings')
  const [name, setName] = useState('')
  const [nameless, setNameless] = useState(false)
  const { pending, submit, refused, wrong } = useSubmit(() =>
    import('@/lib/core/organisation-forms').then((file) => file.ORGANISATION_FORMS[kind]),
  )
  const key = (given ?? name).trim()

  const save = async () => {
    setNameless(key === '')
    if (key === '') return
    const answer = await submit('PUT', `/settings/organisation/${kind}/${encodeURIComponent(key)}`, value)
    if (answer?.ok) onDone()
  }

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        {given === null ? (
          <Field label={nameLabel} hint={nameHint} error={nameless || wrong('') ? nameHint : null}>
            <Text
              name="key"
              maxLength={200}
              autoComplete="off"
              value={name}
              aria-invalid={nameless}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Field>
        ) : null}
        {children}
      </div>
      <FormFoot
        refused={refused ?? (wrong('label') ? t('wrong') : null)}
        pending={pending}
        deed={s('save')}
        onCancel={onCancel}
      />
    </form>
  )
}

/** What an item is shown as. */
export function LabelField({
  value,
  hint,
  warning = null,
  onValue,
}: {
  readonly value: string
  readonly hint: string
  readonly warning?: string | null
  readonly onValue: (text: string) => void
}) {
  const t = useTranslations('organisation')
  return (
    <Field label={t('label')} hint={warning === null ? hint : <span className="text-watch">{warning}</span>}>
      <Text
        name="label"
        maxLength={100}
        autoComplete="off"
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </Field>
  )
}
