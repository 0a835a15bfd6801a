/** Tasks: what is to be done, by whom, until when, and who hears of it when it is late. Pure. */
import type { Instant } from '@/lib/facts/event'

/** incident: from an alarm · callback: after a low rating or an alarm's own · complaint: product quality · action: by hand */
export const TASK_KINDS = ['incident', 'callback', 'complaint', 'action'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const TASK_STATES = ['open', 'doing', 'done', 'cancelled'] as const
export type TaskState = (typeof TASK_STATES)[number]

export const PRIORITIES = ['high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** How grave a complaint is, by those who looked into it. */
export const GRADES = ['minor', 'serious', 'grave'] as const
export type Grade = (typeof GRADES)[number]

/** A point of a task's checklist. */
export interface Point {
  readonly text: string
  readonly done: boolean
}
export type Checklist = readonly Point[]

/** What reminders and the end of a task depend on. */
export interface TaskClock {
  readonly kind: TaskKind
  readonly state: TaskState
  readonly createdAt: Instant
  /** limit of the first response; complaints only */
  readonly respondBy: Instant | null
  readonly respondedAt: Instant | null
  readonly dueAt: Instant | null
  readonly callbackAt: Instant | null
}

export const TASK_MARKS = ['respond_soon', 'respond_overdue', 'due_soon', 'overdue'] as const
export type TaskMark = (typeof TASK_MARKS)[number]

/** An instant at which somebody hears of a task. `superior`: beside the owner, the superior too. */
export interface Mark {
  readonly at: Instant
  readonly mark: TaskMark
  readonly superior: boolean
}

const MINUTE = 60_000
const DAY = 86_400_000
/** A reminder comes when this part of the time is left, at least a quarter of an hour and at most a day before. */
const LEFT = 0.2
/** A task that stays overdue is told again every day, this often. */
const AGAIN = 3

const soonBefore = (from: Instant, limit: Instant): Instant =>
  limit - Math.min(DAY, Math.max(15 * MINUTE, Math.round((limit - from) * LEFT)))

/** Every instant at which somebody is reminded of a task as it stands, in order; none once it is over. */
export function marksOf(task: TaskClock): readonly Mark[] {
  if (task.state === 'done' || task.state === 'cancelled') return []
  const marks: Mark[] = []
  if (task.respondBy !== null && task.respondedAt === null) {
    marks.push({
      at: soonBefore(task.createdAt, task.respondBy),
      mark: 'respond_soon',
      superior: false,
    })
    marks.push({ at: task.respondBy, mark: 'respond_overdue', superior: true })
  }
  if (task.dueAt !== null) {
    marks.push({ at: soonBefore(task.createdAt, task.dueAt), mark: 'due_soon', superior: false })
    for (let day = 0; day <= AGAIN; day++) {
      marks.push({ at: task.dueAt + day * DAY, mark: 'overdue', superior: true })
    }
  }
  return marks.filter(({ at }) => at > task.createdAt).sort((a, b) => a.at - b.at)
}

/** The next instant after `now` at which somebody is reminded; null = never. */
export function nextMarkAfter(task: TaskClock, now: Instant): Instant | null {
  return marksOf(task).find(({ at }) => at > now)?.at ?? null
}

/**
 * What is to be told at `now` when the next mark stood at `planned`: of each sort the latest that is due, so that after
 * an outage nobody hears the same thing four times.
 */
export function dueMarks(task: TaskClock, planned: Instant, now: Instant): readonly Mark[] {
  const due = marksOf(task).filter(({ at }) => at >= planned && at <= now)
  const latest = new Map(due.map((mark) => [mark.mark, mark]))
  // Overdue says all that "soon" would say.
  if (latest.has('overdue')) latest.delete('due_soon')
  if (latest.has('respond_overdue')) latest.delete('respond_soon')
  return [...latest.values()]
}

export type Unfinished = 'callback_missing' | 'checklist_open' | 'outcome_missing'

/** What keeps a task from being done: a complaint needs its call-back, every task its checklist and its outcome. */
export function unfinished(task: {
  readonly kind: TaskKind
  readonly callbackAt: Instant | null
  readonly checklist: Checklist
  readonly outcome: string | null
}): readonly Unfinished[] {
  return [
    ...(task.kind === 'complaint' && task.callbackAt === null ? (['callback_missing'] as const) : []),
    ...(task.checklist.some(({ done }) => !done) ? (['checklist_open'] as const) : []),
    ...((task.outcome ?? '').trim() === '' ? (['outcome_missing'] as const) : []),
  ]
}

/** How urgent a task is to look at: past a limit, its limit near, or neither. */
export function urgency(task: TaskClock, now: Instant): 'bad' | 'watch' | 'ok' {
  if (task.state === 'done' || task.state === 'cancelled') return 'ok'
  const limits = [task.respondedAt === null ? task.respondBy : null, task.dueAt].filter(
    (limit): limit is number => limit !== null,
  )
  if (limits.some((limit) => limit < now)) return 'bad'
  return limits.some((limit) => soonBefore(task.createdAt, limit) <= now) ? 'watch' : 'ok'
}
