'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useSubmit } from '@/components/settings/use-submit'
import { LongText } from '@/components/tasks/long-text'
import { PersonChoice } from '@/components/tasks/person-choice'
import { Button } from '@/components/ui/button'
import { Amount, Choice, Field, Refused, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { IMPROVEMENT_STATES } from '@/lib/follow-up/improvement'
import { teamName } from '@/lib/i18n/names'
import type { EditedImprovement, ImprovementChoices } from './types'

/** The form of an improvement, inside a drawer. */
export function ImprovementForm({
  choices: { people, teams, wholeCompany, channels, metrics },
  improvement,
  onDone,
}: {
  readonly choices: ImprovementChoices
  readonly improvement: EditedImprovement
  readonly onDone: () => void
}) {
  const t = useTranslations('improvements')
  const tasks = useTranslations('tasks')
  const router = useRouter()
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/follow-up/forms').then((file) => file.improvementForm),
  )
  const first = metrics.find(({ id }) => id === improvement.metric)
  const [fields, setFields] = useState(improvement)
  const [expected, setExpected] = useState<number | null>(
    improvement.expected === null
      ? null
      : first?.share === true
        ? improvement.expected * 100
        : improvement.expected,
  )
  const set = (changes: Partial<EditedImprovement>) => setFields((now) => ({ ...now, ...changes }))
  const metric = metrics.find(({ id }) => id === fields.metric)
  const orNull = (text: string) => (text.trim() === '' ? null : text)

  const send = async () => {
    const { number, ...rest } = fields
    const answer = await submit(
      number === null ? 'POST' : 'PUT',
      number === null ? '/improvements' : `/improvements/${number}`,
      {
        ...rest,
        scope: fields.scope.channel ? { ...fields.scope, channel: fields.scope.channel } : {},
        expected: expected === null || metric === undefined ? null : metric.share ? expected / 100 : expected,
      },
    )
    if (answer === null || !answer.ok) return
    said(tasks('saved'))
    onDone()
    router.refresh()
  }

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain px-5 py-5">
        <Field label={t('field.title')} error={wrong('title') ? tasks('wrong.title') : null}>
          <Text
            name="title"
            maxLength={200}
            value={fields.title}
            aria-invalid={wrong('title')}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('field.state')}>
            <Choice
              name="state"
              value={fields.state}
              onChange={(event) =>
                set({ state: IMPROVEMENT_STATES.find((it) => it === event.currentTarget.value) ?? 'planned' })
              }
            >
              {IMPROVEMENT_STATES.map((it) => (
                <option key={it} value={it}>
                  {t(`states.${it}`)}
                </option>
              ))}
            </Choice>
          </Field>
          <PersonChoice
            label={t('field.owner')}
            name="owner"
            value={fields.ownerId}
            people={people}
            onValue={(ownerId) => set({ ownerId })}
          />
          <Field label={t('field.due')}>
            <Text
              type="date"
              name="due"
              value={fields.dueOn ?? ''}
              onChange={(event) => set({ dueOn: orNull(event.currentTarget.value) })}
            />
          </Field>
          <Field label={t('field.started')}>
            <Text
              type="date"
              name="started"
              value={fields.startedOn ?? ''}
              onChange={(event) => set({ startedOn: orNull(event.currentTarget.value) })}
            />
          </Field>
        </div>
        <Field label={t('field.metric')}>
          <Choice
            name="metric"
            value={fields.metric ?? ''}
            onChange={(event) => set({ metric: orNull(event.currentTarget.value) })}
          >
            <option value="">{t('noMetric')}</option>
            {metrics.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Choice>
        </Field>
        {metric === undefined ? null : (
          <>
            <Amount
              label={t('field.expected')}
              unit={metric.unit}
              value={expected}
              onValue={setExpected}
              min={-1_000_000}
              max={1_000_000}
              step={0.1}
            />
            <p className="-mt-2 text-caption text-ink-3">{t('field.expectedHint')}</p>
            <Field label={t('field.channel')}>
              <Choice
                name="channel"
                value={fields.scope.channel ?? ''}
                onChange={(event) =>
                  set({ scope: { ...fields.scope, channel: orNull(event.currentTarget.value) } })
                }
              >
                <option value="">{t('allChannels')}</option>
                {channels.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Choice>
            </Field>
          </>
        )}
        <Field label={t('field.team')} error={wrong('team') ? tasks('wrong.team') : null}>
          <Choice
            name="team"
            value={fields.team ?? ''}
            onChange={(event) => set({ team: orNull(event.currentTarget.value) })}
          >
            {wholeCompany || fields.team === null ? <option value="">{t('wholeCompany')}</option> : null}
            {[...new Set([...teams, ...(fields.team === null ? [] : [fields.team])])].map((team) => (
              <option key={team} value={team}>
                {teamName(team)}
              </option>
            ))}
          </Choice>
        </Field>
        <Field label={t('field.note')}>
          <LongText
            name="note"
            rows={3}
            value={fields.note ?? ''}
            onValue={(text) => set({ note: orNull(text) })}
          />
        </Field>
        <Field label={t('field.suggestion')}>
          <Text
            name="suggestion"
            maxLength={200}
            value={fields.suggestion ?? ''}
            onChange={(event) => set({ suggestion: orNull(event.currentTarget.value) })}
          />
        </Field>
        <Refused>{refused}</Refused>
      </div>
      <footer className="flex shrink-0 gap-2 border-t border-line px-5 py-3">
        <Button type="submit" look="primary" disabled={pending}>
          {tasks('save')}
        </Button>
        <Button onClick={onDone}>{tasks('cancelEdit')}</Button>
      </footer>
    </form>
  )
}
