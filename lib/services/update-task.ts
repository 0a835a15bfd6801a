import { z } from 'zod'
import { forbidden, invalid } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { addTaskEvent, type TaskRow, writeTask } from '@/lib/db/tasks'
import { checklistSchema } from '@/lib/follow-up/forms'
import { GRADES, nextMarkAfter, PRIORITIES } from '@/lib/follow-up/task'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { lockTask, managesTasks } from './task-reach'
import { tellOfTask } from './tell-of-task'

/** What is left out stays as it is. */
export const updateTaskInput = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  note: z.string().trim().max(4_000).nullable().optional(),
  priority: z.enum(PRIORITIES).optional(),
  ownerId: z.uuid().nullable().optional(),
  superiorId: z.uuid().nullable().optional(),
  /** epoch ms */
  dueAt: z.number().int().nullable().optional(),
  grade: z.enum(GRADES).nullable().optional(),
  checklist: checklistSchema.optional(),
  outcome: z.string().trim().max(4_000).nullable().optional(),
})

const MANAGED = ['title', 'priority', 'ownerId', 'superiorId', 'dueAt', 'grade'] as const

/**
 * Changes a task. Its owner may tick the checklist, write the note and the outcome; the rest needs admin, manager,
 * supervisor or lead. A new owner is told. Throws 404 where it is out of reach, 400 where it is over or due in the past.
 */
export async function updateTask(ctx: Context, key: string, input: unknown): Promise<void> {
  const given = parseInput(updateTaskInput, input)
  if (given.dueAt !== undefined && given.dueAt !== null && given.dueAt <= ctx.now) {
    throw invalid('dueAt: it lies in the past', [{ path: 'dueAt', message: 'give a time to come' }])
  }
  await transaction(async (client) => {
    const task = await lockTask(ctx, client, key)
    if (!managesTasks(ctx) && MANAGED.some((field) => given[field] !== undefined)) {
      throw forbidden('You may tick, note and finish this task; a lead changes the rest.')
    }
    if (task.state === 'done' || task.state === 'cancelled') {
      // What was learnt later may still be written down.
      if (Object.keys(given).some((field) => field !== 'grade' && field !== 'note')) {
        throw invalid('This task is over; reopen it first.')
      }
    }
    const next = { ...task, ...defined(given) }
    const changed = Object.keys(given).filter(
      (field) =>
        JSON.stringify(next[field as keyof TaskRow]) !== JSON.stringify(task[field as keyof TaskRow]),
    )
    if (changed.length === 0) return
    const actor = actorOf(ctx.principal)
    await writeTask(client, { ...next, nextAt: nextMarkAfter(next, ctx.now) }, ctx.now)
    const body = Object.fromEntries(changed.map((field) => [field, next[field as keyof TaskRow]]))
    const kind = changed.includes('ownerId')
      ? 'given'
      : changed.every((field) => field === 'checklist')
        ? 'checked'
        : 'changed'
    const event = await addTaskEvent(client, task.id, { at: ctx.now, kind, actor, body })
    if (changed.includes('ownerId') && next.ownerId !== null) {
      await tellOfTask(client, next, { step: `given:${event}`, mark: 'given', to: [next.ownerId] }, ctx.now)
    }
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: 'task.changed',
      object: `task:${task.id}`,
      before: Object.fromEntries(changed.map((field) => [field, task[field as keyof TaskRow]])),
      after: body,
    })
  })
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const defined = <T extends object>(given: T): Defined<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>
