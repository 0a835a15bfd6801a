import { z } from 'zod'
import { conflict, invalid } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { addTaskEvent, type TaskRow, writeTask } from '@/lib/db/tasks'
import { nextMarkAfter, type Unfinished, unfinished } from '@/lib/follow-up/task'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { lockTask } from './task-reach'

/** start: somebody is at it · respond: the customer was answered · callback: was called back, before a complaint ends. */
export const TASK_DEEDS = ['start', 'respond', 'callback', 'comment', 'done', 'cancel', 'reopen'] as const
export type TaskDeed = (typeof TASK_DEEDS)[number]

export const taskDeedInput = z.strictObject({
  /** the comment, the outcome of what is done, the reason of what is cancelled */
  text: z.string().trim().max(4_000).default(''),
})

const MISSING: Readonly<Record<Unfinished, string>> = {
  callback_missing: 'call the customer back first and note it',
  checklist_open: 'tick every point of the checklist',
  outcome_missing: 'write what came of it',
}

/**
 * Acts on a task: its owner, or a lead and above. Doing a thing twice changes nothing. Throws 404 where it is out of
 * reach, 400 with what is missing where it cannot be done yet, 409 where it is over.
 */
export async function actOnTask(ctx: Context, key: string, deed: TaskDeed, input: unknown): Promise<void> {
  const { text } = parseInput(taskDeedInput, input)
  await transaction(async (client) => {
    const task = await lockTask(ctx, client, key)
    const next = changedBy(task, deed, text, ctx.now)
    if (next === null) return
    const actor = actorOf(ctx.principal)
    await writeTask(client, { ...next, nextAt: nextMarkAfter(next, ctx.now) }, ctx.now)
    await addTaskEvent(client, task.id, {
      at: ctx.now,
      kind: EVENT_OF[deed],
      actor,
      body: text === '' ? {} : { text },
    })
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: `task.${EVENT_OF[deed]}`,
      object: `task:${task.id}`,
      before: { state: task.state },
      after: { state: next.state },
    })
  })
}

const EVENT_OF = {
  start: 'started',
  respond: 'responded',
  callback: 'called_back',
  comment: 'commented',
  done: 'done',
  cancel: 'cancelled',
  reopen: 'reopened',
} as const satisfies Record<TaskDeed, string>

/** The task after the deed; null where it has been done already. */
function changedBy(task: TaskRow, deed: TaskDeed, text: string, now: number): TaskRow | null {
  const over = task.state === 'done' || task.state === 'cancelled'
  if (deed === 'comment') {
    if (text === '') throw invalid('text: write something', [{ path: 'text', message: 'empty' }])
    return task
  }
  if (deed === 'reopen') return over ? { ...task, state: 'open', doneAt: null } : null
  if (over) {
    if (deed === 'done' && task.state === 'done') return null
    throw conflict('This task is over; reopen it first.')
  }
  switch (deed) {
    case 'start':
      return task.state === 'doing' ? null : { ...task, state: 'doing' }
    case 'respond':
      return task.respondedAt !== null ? null : { ...task, state: 'doing', respondedAt: now }
    case 'callback':
      return task.callbackAt !== null
        ? null
        : { ...task, state: 'doing', callbackAt: now, respondedAt: task.respondedAt ?? now }
    case 'cancel':
      if (text === '') throw invalid('text: say why it is not done', [{ path: 'text', message: 'empty' }])
      return { ...task, state: 'cancelled', outcome: text, doneAt: now }
    case 'done': {
      const outcome = text === '' ? task.outcome : text
      const missing = unfinished({ ...task, outcome })
      if (missing.length > 0) {
        throw invalid(
          `It is not done yet: ${missing.map((what) => MISSING[what]).join('; ')}.`,
          missing.map((what) => ({ path: what, message: MISSING[what] })),
        )
      }
      return { ...task, state: 'done', outcome, doneAt: now }
    }
  }
}
