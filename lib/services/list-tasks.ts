import { z } from 'zod'
import { countTasks, readTasks, type TaskFilter, type TaskRow } from '@/lib/db/tasks'
import { PRIORITIES, TASK_KINDS, TASK_STATES, urgency } from '@/lib/follow-up/task'
import { type Context, requireScope } from './context'
import { parseInput } from './parse-input'
import { taskReach } from './task-reach'

const many = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)))

/** The parameters of `GET /tasks`, as text. */
export const taskListInput = z.strictObject({
  state: many(TASK_STATES).optional(),
  kind: many(TASK_KINDS).optional(),
  priority: z.enum(PRIORITIES).optional(),
  /** a person's id, `me`, or `nobody` */
  owner: z.union([z.uuid(), z.literal('me'), z.literal('nobody')]).optional(),
  team: z.string().max(200).optional(),
  incident: z.uuid().optional(),
  source: z.string().max(200).optional(),
  subject: z.string().max(400).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
})

export interface ShownTask extends TaskRow {
  /** past a limit, near one, or neither */
  readonly urgency: 'bad' | 'watch' | 'ok'
}

export interface TaskList {
  readonly rows: readonly ShownTask[]
  readonly total: number
  readonly counts: Awaited<ReturnType<typeof countTasks>>
}

/**
 * Tasks within the asker's reach, the most urgent first; `counts` are of all that are open, whatever the filter.
 * Throws 400 with the place, 403 without the scope `read`.
 */
export async function listTasks(ctx: Context, input: unknown): Promise<TaskList> {
  requireScope(ctx, 'read')
  const asked = parseInput(taskListInput, input)
  const reach = taskReach(ctx)
  const filter: TaskFilter = {
    states: asked.state ?? null,
    kinds: asked.kind ?? null,
    priority: asked.priority ?? null,
    ownerId:
      asked.owner === undefined
        ? null
        : asked.owner === 'nobody'
          ? ''
          : asked.owner === 'me'
            ? reach.userId
            : asked.owner,
    team: asked.team ?? null,
    incidentId: asked.incident ?? null,
    ticket:
      asked.source === undefined || asked.subject === undefined
        ? null
        : { source: asked.source, subject: asked.subject },
    overdueAt: asked.overdue === 'true' ? ctx.now : null,
    made: null,
  }
  const [{ rows, total }, counts] = await Promise.all([
    readTasks(reach, filter, { limit: asked.limit, offset: asked.offset }),
    countTasks(reach, ctx.now),
  ])
  return { rows: rows.map((row) => ({ ...row, urgency: urgency(row, ctx.now) })), total, counts }
}
