'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Amount, Field, Refused, Text, Tick } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import type { FollowUpSettings } from '@/lib/follow-up/settings'

/** What becomes a task by itself: low ratings and complaints about quality. */
export function FollowUpForm({
  initial,
  mayWrite,
}: {
  readonly initial: FollowUpSettings
  readonly mayWrite: boolean
}) {
  const t = useTranslations('followUp')
  const words = useTranslations('settings')
  const f = useFormats()
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/follow-up/settings').then((file) => file.followUpForm),
  )
  const [callback, setCallback] = useState<{
    enabled: boolean
    maxScore: number | null
    dueHours: number | null
  }>(initial.callback)
  const [complaint, setComplaint] = useState<{
    enabled: boolean
    respondHours: number | null
    solveHours: number | null
  }>(initial.complaint)
  const [text, setText] = useState(initial.complaint.words.join(', '))

  const send = async () => {
    const answer = await submit('PUT', '/settings/follow-up', {
      callback,
      complaint: {
        enabled: complaint.enabled,
        respondHours: complaint.respondHours,
        solveHours: complaint.solveHours,
        words: text
          .split(/[,，、]/)
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      },
    })
    if (answer?.ok) said(words('saved'))
  }
  const places = ['callback.maxScore', 'callback.dueHours', 'complaint.respondHours', 'complaint.solveHours']

  return (
    <form
      className="flex max-w-[720px] flex-col gap-3 max-md:gap-0"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset disabled={!mayWrite || pending} className="contents">
        <Card title={t('callback')} bodyClassName="flex flex-col gap-3 px-4 pb-4 max-md:px-5">
          <Tick checked={callback.enabled} onChange={(enabled) => setCallback({ ...callback, enabled })}>
            {t('callbackOn')}
          </Tick>
          <div className="flex flex-wrap gap-4">
            <Amount
              label={t('maxScore')}
              unit={t('score')}
              value={callback.maxScore}
              onValue={(maxScore) => setCallback({ ...callback, maxScore })}
              min={1}
              max={4}
              step={0.5}
            />
            <Amount
              label={t('dueHours')}
              unit={t('hours')}
              value={callback.dueHours}
              onValue={(dueHours) => setCallback({ ...callback, dueHours })}
              min={0.25}
              max={8_760}
              step={0.25}
            />
          </div>
        </Card>
        <Card title={t('complaint')} bodyClassName="flex flex-col gap-3 px-4 pb-4 max-md:px-5">
          <Tick checked={complaint.enabled} onChange={(enabled) => setComplaint({ ...complaint, enabled })}>
            {t('complaintOn')}
          </Tick>
          <Field label={t('words')} hint={t('wordsHint')}>
            <Text
              name="words"
              maxLength={1_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Field>
          <div className="flex flex-wrap gap-4">
            <Amount
              label={t('respondHours')}
              unit={t('hours')}
              value={complaint.respondHours}
              onValue={(respondHours) => setComplaint({ ...complaint, respondHours })}
              min={0.25}
              max={8_760}
              step={0.25}
            />
            <Amount
              label={t('solveHours')}
              unit={t('hours')}
              value={complaint.solveHours}
              onValue={(solveHours) => setComplaint({ ...complaint, solveHours })}
              min={0.25}
              max={8_760}
              step={0.25}
            />
          </div>
        </Card>
      </fieldset>
      <p className="text-caption text-ink-3 max-md:px-5">{t('since', { time: f.dateTime(initial.since) })}</p>
      <Refused className="max-md:px-5">{places.some((place) => wrong(place)) ? t('wrong') : null}</Refused>
      <Refused className="max-md:px-5">{refused}</Refused>
      {mayWrite ? (
        <div className="max-md:px-5">
          <Button type="submit" look="primary" disabled={pending}>
            {words('save')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
