import { forbidden, notFound } from '@/lib/core/errors'
import type { Connection } from '@/lib/db/pool'
import { readTask, type TaskReach, type TaskRow } from '@/lib/db/tasks'
import { type Context, type Role, teamScope } from './context'

/** Who may make tasks and give them to others. */
export const TASK_MANAGERS: readonly Role[] = ['admin', 'manager', 'supervisor', 'lead']

/** Whose tasks the asker reaches: an agent only those that are theirs, others within their teams. */
export function taskReach(ctx: Context): TaskReach {
  const { principal } = ctx
  const userId = principal.kind === 'user' ? principal.id : null
  if (principal.kind === 'user' && principal.role === 'agent') return { teams: [], userId }
  return { teams: teamScope(principal), userId }
}

/** Whether the asker may give tasks to others, set their limits and grade them. */
export function managesTasks(ctx: Context): boolean {
  const { principal } = ctx
  if (principal.kind === 'system') return true
  if (principal.kind === 'key') return principal.scopes.includes('admin')
  return principal.kind === 'user' && TASK_MANAGERS.includes(principal.role)
}

/** Whether the asker may act on this task: its manager, or the person it was given to. */
export function mayActOn(ctx: Context, task: Pick<TaskRow, 'ownerId'>): boolean {
  const { principal } = ctx
  return managesTasks(ctx) || (principal.kind === 'user' && principal.id === task.ownerId)
}

/** A task's key in an address: its number, or its id. Null for what is neither. */
export function taskKey(text: string): string | number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : null
}

/** The task, locked. Throws 404 where the asker does not reach it, 403 where they may look and not act. */
export async function lockTask(ctx: Context, client: Connection, key: string): Promise<TaskRow> {
  const parsed = taskKey(key)
  const task = parsed === null ? null : await readTask(taskReach(ctx), parsed, client)
  if (task === null) throw notFound()
  if (!mayActOn(ctx, task)) throw forbidden('You may read this task; its owner or a lead may change it.')
  return task
}
