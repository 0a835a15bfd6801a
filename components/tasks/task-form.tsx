'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Choice, Field, Refused, Text } from '@/components/ui/fields'
import { instantOfLocal } from '@/components/ui/local-time'
import { said } from '@/components/ui/toast'
import { PRIORITIES } from '@/lib/follow-up/task'
import { teamName } from '@/lib/i18n/names'
import { LongText } from './long-text'
import type { Person } from './person'
import { PersonChoice } from './person-choice'

/** The form of a new task, inside a drawer. */
export function TaskForm({
  people,
  teams,
  incidentId,
  title: first,
  onDone,
}: {
  readonly people: readonly Person[]
  readonly teams: readonly string[]
  readonly incidentId: string | null
  readonly title: string
  readonly onDone: () => void
}) {
  const t = useTranslations('tasks')
  const { zone } = useFormats()
  const router = useRouter()
  const { pending, submit, wrong, refused } = useSubmit(() =>
    import('@/lib/follow-up/forms').then((file) => file.taskForm),
  )
  const [title, setTitle] = useState(first)
  const [note, setNote] = useState('')
  const [ownerId, setOwner] = useState<string | null>(null)
  const [team, setTeam] = useState(teams.length === 1 ? (teams[0] ?? '') : '')
  const [priority, setPriority] = useState<(typeof PRIORITIES)[number]>('normal')
  const [due, setDue] = useState('')
  const [points, setPoints] = useState('')

  const send = async () => {
    const answer = await submit<{ number: number }>('POST', '/tasks', {
      title,
      note: note.trim() === '' ? null : note,
      ownerId,
      team: team === '' ? null : team,
      priority,
      dueAt: instantOfLocal(due, zone),
      checklist: points
        .split('\n')
        .filter((text) => text.trim() !== '')
        .map((text) => ({ text, done: false })),
      incidentId,
    })
    if (answer === null || !answer.ok) return
    said(t('made', { number: answer.value.number }))
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
        <Field
          label={t('field.title')}
          hint={t('field.titleHint')}
          error={wrong('title') ? t('wrong.title') : null}
        >
          <Text
            name="title"
            maxLength={200}
            value={title}
            aria-invalid={wrong('title')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Field>
        <PersonChoice
          label={t('field.owner')}
          name="owner"
          value={ownerId}
          people={people}
          onValue={setOwner}
        />
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('field.priority')}>
            <Choice
              name="priority"
              value={priority}
              onChange={(event) =>
                setPriority(PRIORITIES.find((it) => it === event.currentTarget.value) ?? 'normal')
              }
            >
              {PRIORITIES.map((it) => (
                <option key={it} value={it}>
                  {t(`priorities.${it}`)}
                </option>
              ))}
            </Choice>
          </Field>
          <Field label={t('field.team')} error={wrong('team') ? t('wrong.team') : null}>
            <Choice name="team" value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
              <option value="">{t('unset')}</option>
              {teams.map((it) => (
                <option key={it} value={it}>
                  {teamName(it)}
                </option>
              ))}
            </Choice>
          </Field>
        </div>
        <Field label={t('field.due')} error={wrong('dueAt') ? t('wrong.due') : null}>
          <Text
            type="datetime-local"
            name="due"
            value={due}
            onChange={(event) => setDue(event.currentTarget.value)}
          />
        </Field>
        <Field label={t('field.note')}>
          <LongText name="note" rows={3} value={note} onValue={setNote} />
        </Field>
        <Field label={t('field.checklist')} hint={t('field.checklistHint')}>
          <LongText name="checklist" rows={3} value={points} onValue={setPoints} />
        </Field>
        <Refused>{refused}</Refused>
      </div>
      <footer className="flex shrink-0 gap-2 border-t border-line px-5 py-3">
        <Button type="submit" look="primary" disabled={pending}>
          {t('save')}
        </Button>
        <Button onClick={onDone}>{t('cancelEdit')}</Button>
      </footer>
    </form>
  )
}
