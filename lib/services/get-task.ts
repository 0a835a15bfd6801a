import { notFound } from '@/lib/core/errors'
import { readTask, readTaskEvents, type TaskEventRow, type TaskRow } from '@/lib/db/tasks'
import { type Unfinished, unfinished, urgency } from '@/lib/follow-up/task'
import { type Context, requireScope } from './context'
import { managesTasks, mayActOn, taskKey, taskReach } from './task-reach'

export interface TaskDetail {
  readonly task: TaskRow & { readonly urgency: 'bad' | 'watch' | 'ok' }
  readonly events: readonly TaskEventRow[]
  /** what still keeps it from being done */
  readonly missing: readonly Unfinished[]
  /** what the asker may do */
  readonly may: { readonly act: boolean; readonly manage: boolean }
}

/** One task by number or id with its history. Throws 404 where the asker does not reach it. */
export async function getTask(ctx: Context, key: string): Promise<TaskDetail> {
  requireScope(ctx, 'read')
  const parsed = taskKey(key)
  const task = parsed === null ? null : await readTask(taskReach(ctx), parsed)
  if (task === null) throw notFound()
  return {
    task: { ...task, urgency: urgency(task, ctx.now) },
    events: await readTaskEvents(task.id),
    missing: unfinished(task),
    may: { act: mayActOn(ctx, task), manage: managesTasks(ctx) },
  }
}
