'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { refreshAttention } from '@/components/shell/attention'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Field, Refused, Text } from '@/components/ui/fields'
import { StateGlyph } from '@/components/ui/state-badge'
import { said } from '@/components/ui/toast'
import { useSubmit } from './use-submit'

interface State {
  readonly off: boolean
  readonly since: number | null
  readonly byName: string | null
  readonly reason: string
}

/** The one big switch: what it stops, whether it is thrown, by whom and why. */
export function AutomationSwitch({
  initial,
  mayThrow,
}: {
  readonly initial: State
  readonly mayThrow: boolean
}) {
  const t = useTranslations('settings.automation')
  const f = useFormats()
  const [state, setState] = useState(initial)
  const [reason, setReason] = useState('')
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/core/settings-forms').then((file) => file.automationForm),
  )

  const put = async (off: boolean) => {
    const answer = await submit<State>('PUT', '/settings/automation', { off, reason: off ? reason : '' })
    if (answer === null || !answer.ok) return
    // Who threw it is the reader.
    setState({ ...answer.value, byName: null })
    setReason('')
    said(t(off ? 'stopped' : 'started'))
    refreshAttention()
  }

  return (
    <div className="flex flex-col gap-4">
      <div
        className={cx('card px-5 py-5', state.off && 'bg-watch-bg')}
        data-automation-switch={state.off ? 'off' : 'on'}
      >
        <p className="flex items-center gap-2.5 text-[22px] leading-8 font-[620] text-ink">
          <StateGlyph state={state.off ? 'watch' : 'ok'} size="18px" />
          {t(state.off ? 'isOff' : 'isOn')}
        </p>
        {state.since === null ? (
          <p className="mt-1 text-body text-ink-2">{t('neverThrown')}</p>
        ) : (
          <p className="mt-1 text-body text-ink-2">
            {t(state.off ? 'offSince' : 'onSince', { since: f.dateTime(state.since) })}
            {state.byName === null ? '' : t('by', { name: state.byName })}
            {state.off && state.reason !== '' ? t('because', { reason: state.reason }) : ''}
          </p>
        )}
        {mayThrow ? (
          <form
            noValidate
            className="mt-4 flex max-w-[520px] flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              void put(!state.off)
            }}
          >
            {state.off ? null : (
              <Field
                label={t('reason')}
                hint={t('reasonHint')}
                error={wrong('reason') ? t('reasonWrong') : null}
              >
                <Text
                  name="reason"
                  maxLength={500}
                  value={reason}
                  aria-invalid={wrong('reason')}
                  placeholder={t('reasonExample')}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
              </Field>
            )}
            <Refused>{refused}</Refused>
            <div>
              <Button type="submit" look={state.off ? 'primary' : 'secondary'} disabled={pending}>
                {t(state.off ? 'start' : 'stop')}
              </Button>
            </div>
          </form>
        ) : (
          <p className="mt-3 text-body text-ink-3">{t('mayNot')}</p>
        )}
      </div>
      <div className="card px-5 py-4">
        <h3 className="text-card font-[600] text-ink">{t('whatStops')}</h3>
        <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-body text-ink-2">
          <li>{t('stops.rules')}</li>
          <li>{t('stops.messages')}</li>
          <li>{t('stops.tasks')}</li>
        </ul>
        <h3 className="mt-4 text-card font-[600] text-ink">{t('whatGoesOn')}</h3>
        <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-body text-ink-2">
          <li>{t('goesOn.figures')}</li>
          <li>{t('goesOn.people')}</li>
        </ul>
      </div>
    </div>
  )
}
