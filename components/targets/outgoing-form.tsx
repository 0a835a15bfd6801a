'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormFoot } from '@/components/settings/form-foot'
import { useSubmit } from '@/components/settings/use-submit'
import { Field, Text, Tick } from '@/components/ui/fields'
import type { OutgoingView } from './types'

/** Which hosts of the intranet may be reached, and where the heartbeat goes. */
export function OutgoingForm({
  outgoing,
  onSaved,
  onCancel,
}: {
  readonly outgoing: OutgoingView
  readonly onSaved: (outgoing: OutgoingView) => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('targets')
  const s = useTranslations('settings')
  const [allow, setAllow] = useState(outgoing.allow.join('\n'))
  const [heartbeat, setHeartbeat] = useState(outgoing.heartbeatUrl ?? '')
  const [staffNames, setStaffNames] = useState(outgoing.staffNames)
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/notify/outgoing').then((file) => file.outgoingSchema),
  )
  const value = {
    allow: allow
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    heartbeatUrl: heartbeat.trim() === '' ? null : heartbeat.trim(),
    staffNames,
  }
  const wrongLine = value.allow.some((_, i) => wrong(`allow.${i}`) || wrong(`allow[${i}]`))
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void submit<OutgoingView>('PATCH', '/targets/outgoing', value).then((answer) => {
          if (answer?.ok) onSaved(answer.value)
        })
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        <p className="text-body text-ink-2">{t('outgoingHint')}</p>
        <Field label={t('allow')} hint={t('allowHint')} error={wrongLine ? t('wrong') : null}>
          <textarea
            name="allow"
            spellCheck={false}
            value={allow}
            aria-invalid={wrongLine}
            onChange={(event) => setAllow(event.currentTarget.value)}
            className="min-h-[112px] w-full rounded-control border border-line-2 bg-surface px-3 py-2 text-body text-ink max-md:text-[16px]"
          />
        </Field>
        <Field
          label={t('heartbeat')}
          hint={t('heartbeatHint')}
          error={wrong('heartbeatUrl') ? t('wrong') : null}
        >
          <Text
            name="heartbeat"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hc.example.com/ping/…"
            value={heartbeat}
            aria-invalid={wrong('heartbeatUrl')}
            onChange={(event) => setHeartbeat(event.currentTarget.value)}
          />
        </Field>
        <div>
          <Tick
            checked={staffNames === 'masked'}
            onChange={(checked) => setStaffNames(checked ? 'masked' : 'full')}
          >
            {t('maskStaff')}
          </Tick>
          <p className="text-caption text-ink-3">{t('maskStaffHint')}</p>
        </div>
      </div>
      <FormFoot refused={refused} pending={pending} deed={s('save')} onCancel={onCancel} />
    </form>
  )
}
