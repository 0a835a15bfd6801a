'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Choice, Field, Refused, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { useSubmit } from './use-submit'

export interface CompanyDraft {
  readonly company: string
  readonly zone: string
  readonly baseUrl: string | null
  readonly locale: 'zh' | 'en'
}

/** Fields of a company; whoever holds them sends them. `wrong` says which places are. */
export function CompanyFields({
  draft,
  zones,
  suggestion,
  wrong,
  onDraft,
}: {
  readonly draft: CompanyDraft
  readonly zones: readonly string[]
  /** the address this page was opened at */
  readonly suggestion: string
  readonly wrong: (place: string) => boolean
  readonly onDraft: (draft: CompanyDraft) => void
}) {
  const t = useTranslations('settings.company')
  const set = (patch: Partial<CompanyDraft>) => onDraft({ ...draft, ...patch })
  return (
    <>
      <Field label={t('company')} error={wrong('company') ? t('wrong.company') : null}>
        <Text
          name="company"
          maxLength={200}
          value={draft.company}
          aria-invalid={wrong('company')}
          onChange={(event) => set({ company: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('zone')} hint={t('zoneHint')} error={wrong('zone') ? t('wrong.zone') : null}>
        <Text
          name="zone"
          list="zones"
          value={draft.zone}
          aria-invalid={wrong('zone')}
          onChange={(event) => set({ zone: event.currentTarget.value })}
        />
      </Field>
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field
        label={t('baseUrl')}
        hint={t('baseUrlHint')}
        error={wrong('baseUrl') ? t('wrong.baseUrl') : null}
      >
        <Text
          name="baseUrl"
          inputMode="url"
          maxLength={300}
          placeholder={suggestion}
          value={draft.baseUrl ?? ''}
          aria-invalid={wrong('baseUrl')}
          onChange={(event) => set({ baseUrl: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('locale')} hint={t('localeHint')}>
        <Choice
          name="locale"
          value={draft.locale}
          onChange={(event) => set({ locale: event.currentTarget.value === 'en' ? 'en' : 'zh' })}
        >
          <option value="zh">中文</option>
          <option value="en">English</option>
        </Choice>
      </Field>
    </>
  )
}

/** The section of the company. */
export function CompanyForm({
  initial,
  zones,
  suggestion,
  mayWrite,
}: {
  readonly initial: CompanyDraft
  readonly zones: readonly string[]
  readonly suggestion: string
  readonly mayWrite: boolean
}) {
  const t = useTranslations('settings')
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/core/settings-forms').then((file) => file.companyForm),
  )
  return (
    <form
      noValidate
      className="card max-w-[560px] px-5 py-5"
      onSubmit={(event) => {
        event.preventDefault()
        void submit('PUT', '/settings/company', draft).then((answer) => {
          if (!answer?.ok) return
          said(t('saved'))
          // its name and its zone stand on every page
          router.refresh()
        })
      }}
    >
      <fieldset disabled={!mayWrite} className="flex flex-col gap-5">
        <legend className="sr-only">{t('section.company')}</legend>
        <CompanyFields draft={draft} zones={zones} suggestion={suggestion} wrong={wrong} onDraft={setDraft} />
        {draft.zone === initial.zone ? null : (
          <p className="text-body text-watch">{t('company.zoneChange')}</p>
        )}
        <Refused>{refused}</Refused>
        {mayWrite ? (
          <div>
            <Button type="submit" look="primary" disabled={pending}>
              {t('save')}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
