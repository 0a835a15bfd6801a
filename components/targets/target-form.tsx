'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Refusal } from '@/components/settings/call-api'
import { FormFoot } from '@/components/settings/form-foot'
import { refusalText } from '@/components/settings/use-submit'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Text, Tick } from '@/components/ui/fields'
import { FIELDS, SET_UP_KINDS, type SetUpKind, type TargetField } from '@/lib/notify/fields'
import type { SavedView, TargetView } from './types'

/** What a form holds of each field: text as typed. */
type Typed = Readonly<Record<string, string>>

const AREA =
  'min-h-[72px] w-full rounded-control border border-line-2 bg-surface px-3 py-2 text-body text-ink placeholder:text-ink-3 max-md:text-[16px]'

function startOf(kind: SetUpKind, target: TargetView | null): Typed {
  return Object.fromEntries(
    FIELDS[kind].map((field) => {
      const stored = target?.fields[field.name]
      if (Array.isArray(stored)) return [field.name, stored.join('\n')]
      if (stored !== undefined && stored !== null) return [field.name, String(stored)]
      return [field.name, target === null ? String(field.initial ?? '') : '']
    }),
  )
}

function sentOf(field: TargetField, typed: string): unknown {
  if (field.type === 'number') return Number(typed)
  if (field.type === 'lines')
    return typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  return typed
}

/** A target to be set up or changed: kind, name, what its kind asks, language and fallback. */
export function TargetForm({
  target,
  targets,
  onSaved,
  onCancel,
}: {
  readonly target: TargetView | null
  readonly targets: readonly TargetView[]
  readonly onSaved: (saved: SavedView, name: string) => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('targets')
  const s = useTranslations('settings')
  const first = SET_UP_KINDS.find((kind) => kind === target?.kind) ?? 'wecom'
  const [kind, setKind] = useState<SetUpKind>(first)
  const [typed, setTyped] = useState<Typed>(() => startOf(first, target))
  const [name, setName] = useState(target?.name ?? '')
  const [locale, setLocale] = useState(target?.locale ?? 'zh')
  const [enabled, setEnabled] = useState(target?.enabled ?? true)
  const [fallback, setFallback] = useState(target?.fallbackId ?? '')
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const places = refusal?.places ?? []
  const address = places.includes('fields.address')

  const save = async () => {
    setPending(true)
    setRefusal(null)
    const fields = Object.fromEntries(
      FIELDS[kind].map((field) => [field.name, sentOf(field, typed[field.name] ?? '')]),
    )
    const body = { name, locale, enabled, fallbackId: fallback === '' ? null : fallback, fields }
    const answer = await callApi<SavedView>(
      target === null ? 'POST' : 'PATCH',
      target === null ? '/targets' : `/targets/${target.id}`,
      target === null ? { kind, ...body } : body,
    )
    setPending(false)
    if (answer.ok) onSaved(answer.value, name)
    else setRefusal(answer.refusal)
  }

  const others = targets.filter(
    (it) => it.id !== target?.id && it.kind !== 'wall' && (it.enabled || it.id === fallback),
  )
  const hostField = kind === 'email' ? 'host' : 'url'

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        {target === null ? (
          <Field label={t('type')} hint={t(`help.${kind}`)}>
            <Choice
              name="kind"
              value={kind}
              onChange={(event) => {
                const next = SET_UP_KINDS.find((it) => it === event.currentTarget.value) ?? kind
                setKind(next)
                setTyped(startOf(next, null))
                setRefusal(null)
              }}
            >
              {SET_UP_KINDS.map((it) => (
                <option key={it} value={it}>
                  {t(`kind.${it}`)}
                </option>
              ))}
            </Choice>
          </Field>
        ) : (
          <p className="text-body text-ink-2">{t(`help.${kind}`)}</p>
        )}
        <Field label={t('name')} hint={t('nameHint')} error={places.includes('name') ? t('wrong') : null}>
          <Text
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            aria-invalid={places.includes('name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        {FIELDS[kind].map((field) => {
          const wrong = places.some((place) => place === `fields.${field.name}`)
          const range = /: (.*)\.$/.exec(refusal?.detail ?? '')?.[1] ?? ''
          const error =
            address && field.name === hostField ? t('wrongAddress', { range }) : wrong ? t('wrong') : null
          return (
            <TargetFieldRow
              key={field.name}
              kind={kind}
              field={field}
              value={typed[field.name] ?? ''}
              hint={target?.hints[field.name] ?? null}
              error={error}
              onValue={(value) => setTyped({ ...typed, [field.name]: value })}
            />
          )
        })}
        <Field
          label={t('fallback')}
          hint={t('fallbackHint')}
          error={places.includes('fallbackId') ? t('wrongFallback') : null}
        >
          <Choice
            name="fallback"
            value={fallback}
            onChange={(event) => setFallback(event.currentTarget.value)}
          >
            <option value="">{t('none')}</option>
            {others.map((it) => (
              <option key={it.id} value={it.id}>
                {it.kind === 'inbox' ? t('builtIn.inbox') : it.name}
              </option>
            ))}
          </Choice>
        </Field>
        <Field label={t('locale')} hint={t('localeHint')}>
          <Choice
            name="locale"
            value={locale}
            onChange={(event) => setLocale(event.currentTarget.value === 'en' ? 'en' : 'zh')}
          >
            <option value="zh">{t('languages.zh')}</option>
            <option value="en">{t('languages.en')}</option>
          </Choice>
        </Field>
        <Tick checked={enabled} onChange={setEnabled}>
          {t('enabled')}
        </Tick>
      </div>
      <FormFoot
        refused={refusal === null || places.length > 0 ? null : refusalText(s, refusal)}
        pending={pending}
        deed={s('save')}
        onCancel={onCancel}
      />
    </form>
  )
}

function TargetFieldRow({
  kind,
  field,
  value,
  hint,
  error,
  onValue,
}: {
  readonly kind: SetUpKind
  readonly field: TargetField
  readonly value: string
  readonly hint: string | null
  readonly error: string | null
  readonly onValue: (value: string) => void
}) {
  const t = useTranslations('targets')
  const { name, type, choices, optional, secret, placeholder } = field
  const stored = hint !== null
  const remark = stored
    ? t('fieldHint.stored', { hint })
    : name === 'secret'
      ? t(kind === 'webhook' ? 'fieldHint.secretWebhook' : 'fieldHint.secret')
      : name === 'to' || name === 'okField' || name === 'template'
        ? t(`fieldHint.${name}`)
        : null
  const shared = { name, value, 'aria-invalid': error !== null }
  const required = optional !== true && !stored && type !== 'lines'
  return (
    <Field label={t(`field.${name}`)} hint={remark} error={error}>
      {type === 'choice' ? (
        <Choice {...shared} onChange={(event) => onValue(event.currentTarget.value)}>
          {(choices ?? []).map((choice) => (
            <option key={choice} value={choice}>
              {choice === 'tls' || choice === 'starttls' || choice === 'none'
                ? t(`security.${choice}`)
                : choice}
            </option>
          ))}
        </Choice>
      ) : type === 'lines' || type === 'long' ? (
        <textarea
          {...shared}
          required={required}
          spellCheck={false}
          className={cx(AREA, type === 'long' && 'font-mono')}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      ) : (
        <Text
          {...shared}
          type={type === 'number' ? 'number' : secret === true && name !== 'url' ? 'password' : 'text'}
          required={required}
          autoComplete={secret === true ? 'new-password' : 'off'}
          spellCheck={false}
          placeholder={stored ? '' : (placeholder ?? '')}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
