import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { type Page, pageContext } from '@/app/page-context'
import { customerHref } from '@/components/customers/address'
import { MoreMessages } from '@/components/shell/more-messages'
import { TaskDesk } from '@/components/tasks/task-desk'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { StateGlyph } from '@/components/ui/state-badge'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { isAppError } from '@/lib/core/errors'
import { teamName } from '@/lib/i18n/names'
import { taskTitle } from '@/lib/i18n/task-title'
import { messagesOf } from '@/lib/i18n/translate'
import { getTask, type TaskDetail } from '@/lib/services/get-task'
import { listColleagues } from '@/lib/services/list-colleagues'

type Props = { readonly params: Promise<{ readonly number: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('tasks.one', { number: (await params).number }) }
}

/** One task: what, who, until when, what was done about it. */
export default async function TaskPage({ params }: Props) {
  const page = await pageContext()
  const { t } = page
  const detail = await getTask(page.ctx, (await params).number).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') notFound()
    throw error
  })
  const { task, may } = detail
  const people = may.manage ? await listColleagues(page.ctx) : []
  const over = task.state === 'done' || task.state === 'cancelled'
  return (
    <PageBody>
      <PageHeader
        title={taskTitle(t, task.kind, task.title)}
        trail={{ href: '/tasks', text: t('tasks.title') }}
        badge={<span className="text-caption text-ink-3">{t('tasks.number', { number: task.number })}</span>}
      >
        {task.source !== null && task.subject !== null ? (
          <Link
            className={button({})}
            href={`/tickets/${encodeURIComponent(task.source)}/${encodeURIComponent(task.subject)}`}
          >
            {t('tasks.openTicket')}
          </Link>
        ) : null}
        {task.incidentNumber === null ? null : (
          <Link className={button({})} href={`/incidents/${task.incidentNumber}`}>
            {t('tasks.openIncident')}
          </Link>
        )}
      </PageHeader>
      <div className="grid gap-3 pt-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-md:gap-0">
        <div className="flex flex-col gap-3 max-md:gap-0">
          <Card
            title={
              <span className="flex items-center gap-2">
                {over ? null : <StateGlyph state={task.urgency} label={t(`tasks.urgency.${task.urgency}`)} />}
                {t(`tasks.states.${task.state}`)}
              </span>
            }
            hint={`${t(`tasks.kinds.${task.kind}`)} · ${t('tasks.column.priority')} ${t(`tasks.priorities.${task.priority}`)}`}
          >
            <Facts page={page} detail={detail} />
            {task.note === null || task.note === '' ? null : (
              <p className="border-t border-line px-4 py-3 text-body whitespace-pre-wrap text-ink max-md:px-5">
                {task.note}
              </p>
            )}
          </Card>
          {/* What the server refuses is said in the words of the settings. */}
          <MoreMessages messages={{ settings: messagesOf(page.locale).settings }}>
            <TaskDesk
              key={task.number}
              people={people}
              may={may}
              task={{
                number: task.number,
                kind: task.kind,
                state: task.state,
                note: task.note,
                priority: task.priority,
                ownerId: task.ownerId,
                superiorId: task.superiorId,
                dueAt: task.dueAt,
                respondBy: task.respondBy,
                respondedAt: task.respondedAt,
                callbackAt: task.callbackAt,
                grade: task.grade,
                checklist: task.checklist,
                outcome: task.outcome,
              }}
            />
          </MoreMessages>
        </div>
        <Timeline page={page} detail={detail} people={new Map(people.map(({ id, name }) => [id, name]))} />
      </div>
    </PageBody>
  )
}

function Facts({ page: { t, f }, detail: { task } }: { readonly page: Page; readonly detail: TaskDetail }) {
  const facts: readonly (readonly [string, ReactNode] | null)[] = [
    [t('tasks.field.owner'), task.ownerName ?? t('tasks.nobody')],
    task.superiorName === null ? null : [t('tasks.field.superior'), task.superiorName],
    task.respondBy === null
      ? null
      : [
          t('tasks.field.respondBy'),
          task.respondedAt === null
            ? f.dateTime(task.respondBy)
            : t('tasks.responded', { time: f.dateTime(task.respondedAt) }),
        ],
    [t('tasks.field.due'), task.dueAt === null ? t('tasks.noLimit') : f.dateTime(task.dueAt)],
    task.kind === 'complaint' || task.kind === 'callback'
      ? [
          t('tasks.field.callback'),
          task.callbackAt === null
            ? t('tasks.notYet')
            : t('tasks.calledBack', { time: f.dateTime(task.callbackAt) }),
        ]
      : null,
    task.grade === null ? null : [t('tasks.field.grade'), t(`tasks.grades.${task.grade}`)],
    task.team === null
      ? null
      : [
          t('tasks.field.team'),
          <Link key="team" className="hover:underline" href={`/teams/${encodeURIComponent(task.team)}`}>
            {teamName(task.team)}
          </Link>,
        ],
    task.customer === null || task.source === null
      ? null
      : [
          t('tasks.field.customer'),
          <Link key="customer" className="hover:underline" href={customerHref(task.source, task.customer)}>
            {task.customer}
          </Link>,
        ],
    [t('tasks.field.created'), f.dateTime(task.createdAt)],
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 pb-4 sm:grid-cols-3 max-md:px-5">
      {facts
        .filter((fact) => fact !== null)
        .map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-caption text-ink-3">{label}</dt>
            <dd className="text-body break-words text-ink">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Timeline({
  page: { t, f },
  detail: { events },
  people,
}: {
  readonly page: Page
  readonly detail: TaskDetail
  readonly people: ReadonlyMap<string, string>
}) {
  const said = ({ kind, body }: TaskDetail['events'][number]): string => {
    switch (kind) {
      case 'given': {
        const id = body.ownerId
        if (typeof id !== 'string') return t('tasks.event.ungiven')
        return t('tasks.event.given', { name: people.get(id) ?? t('tasks.field.owner') })
      }
      case 'reminded': {
        const { mark } = body
        if (
          mark === 'respond_soon' ||
          mark === 'respond_overdue' ||
          mark === 'due_soon' ||
          mark === 'overdue'
        ) {
          return t(`tasks.event.reminded.${mark}`)
        }
        return t('tasks.event.changed')
      }
      case 'made':
      case 'checked':
      case 'commented':
      case 'started':
      case 'responded':
      case 'called_back':
      case 'done':
      case 'cancelled':
      case 'reopened':
        return t(`tasks.event.${kind}`)
      default:
        return t('tasks.event.changed')
    }
  }
  return (
    <Card title={t('tasks.timeline')}>
      <ol className="flex flex-col px-4 pb-4 max-md:px-5">
        {events.map((event, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end
            key={i}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-l border-line-2 pb-4 pl-4 last:pb-0"
          >
            <span className="relative -ml-[21px] mt-1.5 size-2 rounded-full bg-ink-2" aria-hidden />
            <div className="min-w-0">
              <p className="text-body text-ink">{said(event)}</p>
              {typeof event.body.text === 'string' ? (
                <p className="text-body break-words whitespace-pre-wrap text-ink-2">{event.body.text}</p>
              ) : null}
              <p className="text-caption text-ink-3">
                {f.dateTime(event.at)} · {event.name ?? t('tasks.system')}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}
