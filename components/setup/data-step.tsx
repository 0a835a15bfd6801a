'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { type Called, callApi } from '@/components/settings/call-api'
import { curlOf } from '@/components/settings/keys-list'
import type { MadeKey } from '@/components/settings/made-key'
import { ShownOnce } from '@/components/settings/shown-once'
import { refusalText } from '@/components/settings/use-submit'
import { Button } from '@/components/ui/button'
import { Refused } from '@/components/ui/fields'
import type { SetupStart, StepProps } from './step'

const KEY_NAME = 'first-source'

/** Ways for data to come in: a key with a line to try, a file, and test conversations for the time until then. */
export function DataStep({
  start,
  testEvents,
  pending,
  onSave,
  skip,
}: StepProps & { readonly start: SetupStart; readonly testEvents: number }) {
  const t = useTranslations('setup.data')
  const s = useTranslations('settings')
  const [made, setMade] = useState<MadeKey | null>(null)
  const [tests, setTests] = useState(testEvents)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const run = async <T,>(work: () => Promise<Called<T>>): Promise<T | null> => {
    setBusy(true)
    setFailure(null)
    const answer = await work()
    setBusy(false)
    if (answer.ok) return answer.value
    setFailure(answer.refusal.status === 409 ? t('keyTaken') : refusalText(s, answer.refusal))
    return null
  }
  const key = () => run(() => callApi<MadeKey>('POST', '/keys', { name: KEY_NAME, scopes: ['ingest'] }))
  const test = () =>
    run(() =>
      callApi<{ accepted: number }>('POST', '/settings/setup/test-events', {
        channels: start.entered.slice(0, 20),
      }),
    )
  const clear = () => run(() => callApi<{ events: number }>('DELETE', '/settings/setup/test-events'))

  return (
    <div className="flex max-w-[640px] flex-col gap-6">
      <section>
        <h3 className="text-card font-[600] text-ink">{t('api')}</h3>
        <p className="mt-0.5 mb-2 text-body text-ink-2">{t('apiHint')}</p>
        {made === null ? (
          <Button
            disabled={busy}
            data-do="key"
            onClick={() => void key().then((value) => value !== null && setMade(value))}
          >
            {t('makeKey')}
          </Button>
        ) : (
          <div className="flex flex-col gap-2">
            <ShownOnce label={t('key')} value={made.token} warning={t('keyWarning')} />
            <pre className="overflow-x-auto rounded-card border border-line bg-sunken p-3 font-mono text-caption leading-5 text-ink">
              {curlOf(start.origin, made.token, start.entered[0] ?? 'web')}
            </pre>
          </div>
        )}
      </section>
      <section>
        <h3 className="text-card font-[600] text-ink">{t('file')}</h3>
        <p className="mt-0.5 mb-2 text-body text-ink-2">{t('fileHint')}</p>
        <pre className="overflow-x-auto rounded-card border border-line bg-sunken p-3 font-mono text-caption leading-5 text-ink">
          npm run import -- FILE.csv --source my-shop --mapping MAPPING
        </pre>
      </section>
      <section>
        <h3 className="text-card font-[600] text-ink">{t('test')}</h3>
        <p className="mt-0.5 mb-2 text-body text-ink-2">{t('testHint')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            disabled={busy}
            data-do="test"
            onClick={() => void test().then((value) => value !== null && setTests(tests + value.accepted))}
          >
            {t('send')}
          </Button>
          {tests > 0 ? (
            <Button
              look="quiet"
              disabled={busy}
              data-do="clear-test"
              onClick={() => void clear().then((value) => value !== null && setTests(0))}
            >
              {t('clear')}
            </Button>
          ) : null}
          <p role="status" className="text-body text-ink-2" data-test-events={tests}>
            {tests > 0 ? t('sent', { count: tests }) : null}
          </p>
        </div>
      </section>
      <Refused>{failure}</Refused>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={pending} data-do="next" onClick={() => void onSave(null)}>
          {t('next')}
        </Button>
        {skip}
      </div>
    </div>
  )
}
