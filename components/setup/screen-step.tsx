'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { NEW_SCREEN } from '@/components/screens/screen-form'
import { callScreens } from '@/components/screens/screens-api'
import { useRefusal } from '@/components/screens/wording'
import { Button, button } from '@/components/ui/button'
import { Field, Text } from '@/components/ui/fields'
import type { SetupStart, StepProps } from './step'

/** The first wall: this device, or a television by the code it shows. */
export function ScreenStep({ start, pending, onSave, skip }: StepProps & { readonly start: SetupStart }) {
  const t = useTranslations('setup')
  const refusalText = useRefusal()
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  return (
    <div className="flex max-w-[520px] flex-col gap-6">
      <section>
        <h3 className="text-card font-[600] text-ink">{t('screen.here')}</h3>
        <p className="mt-0.5 mb-2 text-body text-ink-2">{t('screen.hereHint')}</p>
        <a href="/wall/overview" target="_blank" rel="noopener" className={button()} data-do="wall">
          {t('screen.open')}
        </a>
      </section>
      <section>
        <h3 className="text-card font-[600] text-ink">{t('screen.television')}</h3>
        <p className="mt-0.5 mb-3 text-body text-ink-2">
          {t('screen.televisionHint', { address: `${start.origin}/wall` })}
        </p>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            setBusy(true)
            setFailure(null)
            void callScreens('POST', '', {
              ...NEW_SCREEN,
              board: 'overview',
              scope: { team: null },
              label,
              code,
            }).then((answer) => {
              setBusy(false)
              if (answer.ok) void onSave(null)
              else setFailure(refusalText(answer.refusal))
            })
          }}
        >
          <Field label={t('screen.code')} error={failure}>
            <Text
              name="code"
              required
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={12}
              placeholder="7KM-4QX"
              value={code}
              onChange={(event) => {
                setCode(event.currentTarget.value)
                setFailure(null)
              }}
              className="max-w-[200px] uppercase"
            />
          </Field>
          <Field label={t('screen.label')}>
            <Text
              name="label"
              maxLength={200}
              placeholder={t('screen.labelHint')}
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
              className="max-w-[320px]"
            />
          </Field>
          <div>
            <Button type="submit" disabled={busy}>
              {t('screen.pair')}
            </Button>
          </div>
        </form>
      </section>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={pending} data-do="next" onClick={() => void onSave(null)}>
          {t('finish')}
        </Button>
        {skip}
      </div>
    </div>
  )
}
