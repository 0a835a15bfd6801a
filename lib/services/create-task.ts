import { randomUUID } from 'node:crypto'
import { forbidden, invalid, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { addTask, addTaskEvent, type NewTask, readIncidentTeams } from '@/lib/db/tasks'
import { taskForm } from '@/lib/follow-up/forms'
import { nextMarkAfter } from '@/lib/follow-up/task'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { parseInput } from './parse-input'
import { managesTasks } from './task-reach'
import { tellOfTask } from './tell-of-task'

/**
 * Makes a task by hand, or from an incident; its owner is told. Needs role admin, manager, supervisor or lead; throws
 * 403 where the team is out of reach, 404 for an incident that is, 400 where it is due in the past.
 */
export async function createTask(
  ctx: Context,
  input: unknown,
): Promise<{ readonly id: string; readonly number: number }> {
  if (!managesTasks(ctx)) throw forbidden('Your role does not give tasks; ask your lead.')
  const asked = parseInput(taskForm, input)
  const teams = teamScope(ctx.principal)
  const within = (team: string | null) => teams === null || (team !== null && teams.includes(team))
  if (asked.dueAt !== null && asked.dueAt <= ctx.now) {
    throw invalid('dueAt: it lies in the past', [{ path: 'dueAt', message: 'give a time to come' }])
  }
  return transaction(async (client) => {
    const ofIncident = asked.incidentId === null ? null : await readIncidentTeams(client, asked.incidentId)
    if (asked.incidentId !== null && ofIncident === null) throw notFound()
    if (ofIncident !== null && teams !== null && !ofIncident.some(within)) throw notFound()
    const team = asked.team ?? ofIncident?.find(within) ?? (teams?.length === 1 ? (teams[0] ?? null) : null)
    if (!within(team)) throw forbidden('Your teams do not reach this task; give one of your teams.')
    const actor = actorOf(ctx.principal)
    const task: NewTask = {
      id: randomUUID(),
      kind: asked.incidentId === null ? 'action' : 'incident',
      title: asked.title,
      note: asked.note,
      priority: asked.priority,
      state: 'open',
      incidentId: asked.incidentId,
      source: asked.ticket?.source ?? null,
      subject: asked.ticket?.subject ?? null,
      customer: null,
      origin: null,
      team,
      ownerId: asked.ownerId,
      superiorId: asked.superiorId,
      respondBy: null,
      respondedAt: null,
      dueAt: asked.dueAt,
      callbackAt: null,
      grade: null,
      checklist: asked.checklist,
      outcome: null,
      nextAt: null,
      createdBy: actor,
      createdAt: ctx.now,
    }
    const number = await addTask(client, { ...task, nextAt: nextMarkAfter(task, ctx.now) })
    if (number === null) throw new Error('a task without an origin was refused')
    const event = await addTaskEvent(client, task.id, { at: ctx.now, kind: 'made', actor, body: {} })
    if (asked.ownerId !== null) {
      await tellOfTask(
        client,
        { ...task, number },
        { step: `given:${event}`, mark: 'given', to: [asked.ownerId] },
        ctx.now,
      )
    }
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: 'task.created',
      object: `task:${task.id}`,
      before: null,
      after: { ...asked, team, number },
    })
    return { id: task.id, number }
  })
}
