import { planDeliveries, readPlanTargets } from '@/lib/db/deliveries-plan'
import type { Connection } from '@/lib/db/pool'
import type { NewTask } from '@/lib/db/tasks'
import type { Instant } from '@/lib/facts/event'
import type { TaskMark } from '@/lib/follow-up/task'
import type { Locale } from '@/lib/i18n/locale'
import { taskTitle } from '@/lib/i18n/task-title'
import { translator } from '@/lib/i18n/translate'
import type { AlarmMessage } from '@/lib/notify/types'

/** What is told of a task: it was given to somebody, or a mark of its time has come. */
export interface TaskNews {
  /** names the message: the same step is told once */
  readonly step: string
  readonly mark: TaskMark | 'given'
  /** ids of people */
  readonly to: readonly string[]
}

/**
 * Puts the news of a task into the outbox of each person, in the app and by their own mail, in the caller's
 * transaction. No customer's name or text is in it; the link leads there.
 */
export async function tellOfTask(
  client: Connection,
  task: NewTask & { readonly number: number },
  news: TaskNews,
  now: Instant,
): Promise<void> {
  const people = [...new Set(news.to)]
  if (people.length === 0) return
  const targets = (await readPlanTargets(client)).filter(({ personal, kind }) => personal && kind !== 'sms')
  const late = news.mark === 'overdue' || news.mark === 'respond_overdue'
  const message: AlarmMessage = {
    kind: 'task',
    incident: null,
    title: { zh: said('zh', task, news.mark), en: said('en', task, news.mark) },
    severity: late ? 'bad' : 'watch',
    metric: null,
    unit: 'count',
    value: null,
    limit: null,
    since: task.createdAt,
    at: now,
    scope: [...(task.team === null ? [] : [{ dimension: 'team', value: task.team }])],
    owner: null,
    trend: [],
    path: `/tasks/${task.number}`,
    vip: false,
    note: null,
  }
  await planDeliveries(
    client,
    targets.flatMap(({ id: targetId }) =>
      people.map((recipient) => ({
        incidentId: null,
        about: `task:${task.id}`,
        step: news.step,
        targetId,
        recipient,
        message,
      })),
    ),
    now,
  )
}

function said(locale: Locale, task: NewTask & { readonly number: number }, mark: TaskNews['mark']): string {
  const t = translator(locale)
  return t(`tasks.news.${mark}`, { number: task.number, title: taskTitle(t, task.kind, task.title) })
}
