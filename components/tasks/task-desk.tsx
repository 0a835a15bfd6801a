'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Refusal } from '@/components/settings/call-api'
import { refusalText } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Choice, Field, Refused, Text, Tick } from '@/components/ui/fields'
import { instantOfLocal, localOfInstant } from '@/components/ui/local-time'
import { said } from '@/components/ui/toast'
import {
  type Checklist,
  GRADES,
  PRIORITIES,
  type Priority,
  type TaskKind,
  type TaskState,
  unfinished,
} from '@/lib/follow-up/task'
import { LongText } from './long-text'
import type { Person } from './person'
import { PersonChoice } from './person-choice'

export interface DeskTask {
  readonly number: number
  readonly kind: TaskKind
  readonly state: TaskState
  readonly note: string | null
  readonly priority: Priority
  readonly ownerId: string | null
  readonly superiorId: string | null
  readonly dueAt: number | null
  readonly respondBy: number | null
  readonly respondedAt: number | null
  readonly callbackAt: number | null
  readonly grade: string | null
  readonly checklist: Checklist
  readonly outcome: string | null
}

/** Where a task is worked on: its checklist, its outcome, what is done about it, and for leads who, until when. */
export function TaskDesk({
  task,
  people,
  may,
}: {
  readonly task: DeskTask
  readonly people: readonly Person[]
  readonly may: { readonly act: boolean; readonly manage: boolean }
}) {
  const t = useTranslations('tasks')
  const words = useTranslations('settings')
  const f = useFormats()
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [points, setPoints] = useState(task.checklist)
  const [outcome, setOutcome] = useState(task.outcome ?? '')
  // What was stored meanwhile is taken up; what is being typed stays.
  const [stored, setStored] = useState(task)
  if (stored !== task) {
    setStored(task)
    if (JSON.stringify(stored.checklist) !== JSON.stringify(task.checklist)) setPoints(task.checklist)
    if (stored.outcome !== task.outcome && outcome === (stored.outcome ?? '')) setOutcome(task.outcome ?? '')
  }
  const [comment, setComment] = useState('')
  const [point, setPoint] = useState('')
  const [why, setWhy] = useState<string | null>(null)
  const over = task.state === 'done' || task.state === 'cancelled'
  const missing = unfinished({ ...task, outcome })

  const call = async (method: string, path: string, body: unknown): Promise<boolean> => {
    setPending(true)
    setRefusal(null)
    const answer = await callApi(method, `/tasks/${task.number}${path}`, body)
    setPending(false)
    if (!answer.ok) {
      setRefusal(answer.refusal)
      return false
    }
    said(t('saved'))
    router.refresh()
    return true
  }
  const change = (changes: object) => call('PATCH', '', changes)
  const act = (deed: string, text = '') => call('POST', `/${deed}`, { text })

  return (
    <div className="flex flex-col gap-3 max-md:gap-0">
      <Card title={t('field.checklist')} bodyClassName="flex flex-col gap-1 px-4 pb-4 max-md:px-5">
        {points.map((item, i) => (
          <Tick
            // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity but their place
            key={i}
            checked={item.done}
            onChange={(done) => {
              if (!may.act || over) return
              const checklist = points.map((it, at) => (at === i ? { ...it, done } : it))
              // Ticked at once; taken back where it was not stored.
              setPoints(checklist)
              void change({ checklist }).then((done) => done || setPoints(points))
            }}
          >
            <span className={item.done ? 'text-ink-3 line-through' : ''}>{item.text}</span>
          </Tick>
        ))}
        {may.act && !over ? (
          <form
            className="mt-1 flex gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              if (point.trim() === '') return
              void change({ checklist: [...points, { text: point, done: false }] }).then(
                (done) => done && setPoint(''),
              )
            }}
          >
            <Text
              aria-label={t('field.point')}
              maxLength={200}
              value={point}
              onChange={(event) => setPoint(event.currentTarget.value)}
            />
            <Button type="submit" disabled={pending || point.trim() === ''}>
              {t('field.addPoint')}
            </Button>
          </form>
        ) : points.length === 0 ? (
          <p className="text-body text-ink-3">{t('unset')}</p>
        ) : null}
      </Card>

      <Card title={t('field.outcome')} bodyClassName="flex flex-col gap-3 px-4 pb-4 max-md:px-5">
        {over || !may.act ? (
          <p className="text-body whitespace-pre-wrap text-ink">{task.outcome ?? t('notYet')}</p>
        ) : (
          <>
            <LongText
              name="outcome"
              label={t('field.outcome')}
              rows={3}
              value={outcome}
              placeholder={t('field.outcomeHint')}
              onValue={setOutcome}
            />
            {missing.length > 0 ? (
              <p className="text-caption text-ink-2" data-missing={missing.join(' ')}>
                {t('missingTitle')}
                {t('colon')}
                {missing.map((it) => t(`missing.${it}`)).join(t('comma'))}
              </p>
            ) : null}
            <div className="flex flex-wrap gap-2">
              <Button
                look="primary"
                disabled={pending || missing.length > 0}
                onClick={() => void act('done', outcome)}
              >
                {t('deed.done')}
              </Button>
              {task.state === 'open' ? (
                <Button disabled={pending} onClick={() => void act('start')}>
                  {t('deed.start')}
                </Button>
              ) : null}
              {task.respondBy !== null && task.respondedAt === null ? (
                <Button disabled={pending} onClick={() => void act('respond')}>
                  {t('deed.respond')}
                </Button>
              ) : null}
              {(task.kind === 'complaint' || task.kind === 'callback') && task.callbackAt === null ? (
                <Button disabled={pending} onClick={() => void act('callback')}>
                  {t('deed.callback')}
                </Button>
              ) : null}
              {why === null ? (
                <Button look="quiet" disabled={pending} onClick={() => setWhy('')}>
                  {t('deed.cancel')}
                </Button>
              ) : (
                <form
                  className="flex min-w-[220px] flex-1 gap-2"
                  onSubmit={(event) => {
                    event.preventDefault()
                    if (why.trim() !== '') void act('cancel', why).then((done) => done && setWhy(null))
                  }}
                >
                  <Text
                    aria-label={t('cancelWhy')}
                    placeholder={t('cancelWhy')}
                    maxLength={500}
                    value={why}
                    onChange={(event) => setWhy(event.currentTarget.value)}
                  />
                  <Button type="submit" disabled={pending || why.trim() === ''}>
                    {t('deed.cancel')}
                  </Button>
                </form>
              )}
            </div>
          </>
        )}
        {over && may.act ? (
          <div>
            <Button disabled={pending} onClick={() => void act('reopen')}>
              {t('deed.reopen')}
            </Button>
          </div>
        ) : null}
        <Refused>{refusal === null ? null : refusalText(words, refusal)}</Refused>
      </Card>

      {may.manage ? (
        <Card
          title={t('edit')}
          bodyClassName="grid gap-3 px-4 pb-4 sm:grid-cols-2 max-md:px-5"
          key={`${task.ownerId}${task.dueAt}${task.priority}${task.grade}`}
        >
          <PersonChoice
            label={t('field.owner')}
            name="owner"
            value={task.ownerId}
            people={people}
            disabled={pending || over}
            onValue={(ownerId) => void change({ ownerId })}
          />
          <PersonChoice
            label={t('field.superior')}
            name="superior"
            value={task.superiorId}
            people={people}
            disabled={pending || over}
            onValue={(superiorId) => void change({ superiorId })}
          />
          <Field label={t('field.due')}>
            <Text
              type="datetime-local"
              name="due"
              defaultValue={localOfInstant(task.dueAt, f.zone)}
              disabled={pending || over}
              onBlur={(event) => {
                const dueAt = instantOfLocal(event.currentTarget.value, f.zone)
                // The field speaks in minutes.
                if (Math.floor((dueAt ?? 0) / 60_000) !== Math.floor((task.dueAt ?? 0) / 60_000)) {
                  void change({ dueAt })
                }
              }}
            />
          </Field>
          <Field label={t('field.priority')}>
            <Choice
              name="priority"
              value={task.priority}
              disabled={pending || over}
              onChange={(event) => void change({ priority: event.currentTarget.value })}
            >
              {PRIORITIES.map((it) => (
                <option key={it} value={it}>
                  {t(`priorities.${it}`)}
                </option>
              ))}
            </Choice>
          </Field>
          {task.kind === 'complaint' ? (
            <Field label={t('field.grade')}>
              <Choice
                name="grade"
                value={task.grade ?? ''}
                disabled={pending}
                onChange={(event) =>
                  void change({ grade: event.currentTarget.value === '' ? null : event.currentTarget.value })
                }
              >
                <option value="">{t('noGrade')}</option>
                {GRADES.map((it) => (
                  <option key={it} value={it}>
                    {t(`grades.${it}`)}
                  </option>
                ))}
              </Choice>
            </Field>
          ) : null}
        </Card>
      ) : null}

      {may.act ? (
        <Card
          title={t('field.comment')}
          bodyClassName="flex flex-col items-start gap-2 px-4 pb-4 max-md:px-5"
        >
          <LongText name="comment" label={t('field.comment')} rows={2} value={comment} onValue={setComment} />
          <Button
            disabled={pending || comment.trim() === ''}
            onClick={() => void act('comment', comment).then((done) => done && setComment(''))}
          >
            {t('deed.comment')}
          </Button>
        </Card>
      ) : null}
    </div>
  )
}
