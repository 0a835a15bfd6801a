'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Amount } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { RETENTION_LIMITS } from '@/lib/core/retention-limits'
import { callApi } from './call-api'
import { refusalText, useSubmit } from './use-submit'

type Days = Readonly<Record<keyof typeof RETENTION_LIMITS, number | null>>
type Counts = Readonly<Record<string, number>>

const FIELDS = ['textDays', 'payloadDays', 'deliveryDays', 'evaluationDays'] as const
const KINDS = ['texts', 'quotes', 'notes', 'payloads', 'deliveries', 'inbox', 'evaluations'] as const

/** How long each kind of data is kept, how much the next night would take, and what the last one took. */
export function RetentionForm({
  initial,
  last,
  mayWrite,
}: {
  readonly initial: Days
  readonly last: { readonly at: number; readonly purged: Partial<Counts>; readonly complete: boolean } | null
  readonly mayWrite: boolean
}) {
  const t = useTranslations('settings.retention')
  const s = useTranslations('settings')
  const f = useFormats()
  const [days, setDays] = useState(initial)
  const [counts, setCounts] = useState<Counts | null>(null)
  const [looking, setLooking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/core/settings-forms').then((file) => file.retentionForm),
  )

  const preview = async () => {
    setLooking(true)
    setFailure(null)
    const answer = await callApi<Counts>('POST', '/settings/retention/preview', days)
    setLooking(false)
    if (answer.ok) setCounts(answer.value)
    else setFailure(answer.refusal.status === 400 ? t('wrong') : refusalText(s, answer.refusal))
  }

  return (
    <div className="flex flex-col gap-4">
      <form
        noValidate
        className="card px-5 py-5"
        onSubmit={(event) => {
          event.preventDefault()
          void submit('PUT', '/settings/retention', days).then((answer) => {
            if (answer?.ok) said(s('saved'))
          })
        }}
      >
        <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
          <legend className="sr-only">{s('section.retention')}</legend>
          {FIELDS.map((field) => (
            <div key={field}>
              <div className="flex max-w-[300px]">
                <Amount
                  label={t(`field.${field}`)}
                  unit={t('days')}
                  value={days[field]}
                  onValue={(value) => {
                    setDays({ ...days, [field]: value })
                    setCounts(null)
                  }}
                  min={RETENTION_LIMITS[field][0]}
                  max={RETENTION_LIMITS[field][1]}
                  step={1}
                />
              </div>
              {wrong(field) ? (
                <p role="alert" className="mt-1 text-caption font-[540] text-bad">
                  {t('between', { from: RETENTION_LIMITS[field][0], to: RETENTION_LIMITS[field][1] })}
                </p>
              ) : (
                <p className="mt-1 max-w-[68ch] text-caption text-ink-3">{t(`hint.${field}`)}</p>
              )}
            </div>
          ))}
        </fieldset>
        <p className="mt-4 max-w-[68ch] border-t border-line pt-3 text-body text-ink-2">{t('forever')}</p>
        {(refused ?? failure) === null ? null : (
          <p role="alert" className="mt-3 text-body text-bad">
            {refused ?? failure}
          </p>
        )}
        <div className="mt-4 flex flex-wrap gap-2">
          {mayWrite ? (
            <Button type="submit" look="primary" disabled={pending}>
              {s('save')}
            </Button>
          ) : null}
          <Button disabled={looking} onClick={() => void preview()} data-do="preview">
            {t('preview')}
          </Button>
        </div>
        <div aria-live="polite">
          {counts === null ? null : (
            <Counted title={t('would')} none={t('nothing')} counts={counts} data-preview />
          )}
        </div>
      </form>
      <section className="card px-5 py-4">
        <h3 className="text-card font-[600] text-ink">{t('last')}</h3>
        {last === null ? (
          <p className="mt-1 text-body text-ink-2">{t('never')}</p>
        ) : (
          <>
            <p className="mt-1 text-body text-ink-2">
              {f.dateTime(last.at)}
              {last.complete ? '' : ` · ${t('incomplete')}`}
            </p>
            <Counted title={t('took')} none={t('tookNothing')} counts={last.purged} />
          </>
        )}
      </section>
    </div>
  )
}

function Counted({
  title,
  none,
  counts,
  ...data
}: {
  readonly title: string
  readonly none: string
  readonly counts: Partial<Counts>
  readonly 'data-preview'?: boolean
}) {
  const t = useTranslations('settings.retention')
  const f = useFormats()
  const some = KINDS.filter((kind) => (counts[kind] ?? 0) > 0)
  return (
    <div className="mt-3 text-body" {...data}>
      <p className="text-ink-2">{some.length === 0 ? none : title}</p>
      {some.length === 0 ? null : (
        <dl className="mt-1 grid max-w-[360px] grid-cols-[1fr_max-content] gap-x-6 gap-y-0.5">
          {some.map((kind) => (
            <div key={kind} className="contents">
              <dt className="text-ink-2">{t(`kind.${kind}`)}</dt>
              <dd className="text-right text-ink tabular-nums" data-kind={kind}>
                {f.integer(counts[kind])}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
