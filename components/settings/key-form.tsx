'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Field, Text, Tick } from '@/components/ui/fields'
import { KEY_SCOPES } from '@/lib/core/roles'
import { FormFoot } from './form-foot'
import type { MadeKey } from './made-key'
import { useSubmit } from './use-submit'

/** A key to be: what it is for and what it may do. */
export function KeyForm({
  onMade,
  onCancel,
}: {
  readonly onMade: (made: MadeKey) => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('settings.keys')
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>(['ingest'])
  const { pending, submit, wrong, refusal, refused } = useSubmit(() =>
    import('@/lib/core/settings-forms').then((file) => file.keyForm),
  )
  const taken = refusal?.status === 409
  return (
    <form
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void submit<MadeKey>('POST', '/keys', { name, scopes }).then((answer) => {
          if (answer?.ok) onMade(answer.value)
        })
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        <Field
          label={t('name')}
          hint={t('nameHint')}
          error={wrong('name') ? t('wrong.name') : taken ? t('wrong.taken') : null}
        >
          <Text
            name="name"
            autoComplete="off"
            maxLength={100}
            value={name}
            aria-invalid={wrong('name') || taken}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <fieldset>
          <legend className="mb-1 text-body font-[540] text-ink">{t('scopes')}</legend>
          {KEY_SCOPES.map((scope) => (
            <div key={scope} className="py-1">
              <Tick
                checked={scopes.includes(scope)}
                onChange={(on) =>
                  setScopes(KEY_SCOPES.filter((it) => (it === scope ? on : scopes.includes(it))))
                }
              >
                <span>
                  <span className="block font-[540]">{t(`scope.${scope}`)}</span>
                  <span className="block text-caption text-ink-3">{t(`scopeHint.${scope}`)}</span>
                </span>
              </Tick>
            </div>
          ))}
          {wrong('scopes') ? (
            <p role="alert" className="text-caption font-[540] text-bad">
              {t('wrong.scopes')}
            </p>
          ) : null}
        </fieldset>
      </div>
      <FormFoot refused={taken ? null : refused} pending={pending} deed={t('create')} onCancel={onCancel} />
    </form>
  )
}
