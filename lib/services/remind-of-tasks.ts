import { transaction } from '@/lib/db/pool'
import { readAutomation } from '@/lib/db/settings'
import { addTaskEvent, takeDueTasks, writeTask } from '@/lib/db/tasks'
import { dueMarks, nextMarkAfter } from '@/lib/follow-up/task'
import { type Context, requireRole } from './context'
import { tellOfTask } from './tell-of-task'

const BATCH = 100

/**
 * Reminds owners, and at a limit their superiors, of tasks whose time has come; a mark is told once. Answers how many
 * tasks were dealt with. Needs role admin.
 */
export async function remindOfTasks(ctx: Context): Promise<number> {
  requireRole(ctx, 'admin')
  if ((await readAutomation()).off) return 0
  return transaction(async (client) => {
    const due = await takeDueTasks(client, ctx.now, BATCH)
    for (const task of due) {
      for (const { mark, at, superior } of dueMarks(task, task.nextAt ?? ctx.now, ctx.now)) {
        const to = [task.ownerId, superior ? task.superiorId : null].filter((id) => id !== null)
        await tellOfTask(client, task, { step: `${mark}:${at}`, mark, to }, ctx.now)
        await addTaskEvent(client, task.id, {
          at: ctx.now,
          kind: 'reminded',
          actor: 'system:worker',
          body: { mark, superior },
        })
      }
      await writeTask(client, { ...task, nextAt: nextMarkAfter(task, ctx.now) }, ctx.now)
    }
    return due.length
  })
}
