import { randomUUID } from 'node:crypto'
import { inCharge } from '@/lib/alerts/in-charge'
import type { AlarmScope, Audience, Organisation } from '@/lib/alerts/types'
import { maskText } from '@/lib/core/masking'
import { readOrganisation } from '@/lib/db/organisation'
import { transaction } from '@/lib/db/pool'
import { readAutomation, readFollowUp } from '@/lib/db/settings'
import {
  addTask,
  addTaskEvent,
  answerComplaintTasks,
  type FiledComplaint,
  type NewTask,
  readFiledComplaints,
  readIncidentsToFollow,
  readLowAnswers,
} from '@/lib/db/tasks'
import { type FollowUpSettings, isQuality } from '@/lib/follow-up/settings'
import { nextMarkAfter } from '@/lib/follow-up/task'
import { type Context, requireRole } from './context'
import { tellOfTask } from './tell-of-task'

/** How far back late events are looked for; what is older than the switch-on never becomes a task. */
const BACK = 3 * 86_400_000
const HOUR = 3_600_000
const BATCH = 200

/**
 * Makes the tasks that make themselves: call-backs after low ratings, product-quality complaints with their limits, and
 * those that rules ask for. Each has an origin, so that it is made once, whoever runs this, however often. Also notes
 * that a complaint was answered. Needs role admin.
 */
export async function makeFollowUps(
  ctx: Context,
): Promise<{ readonly made: number; readonly answered: number }> {
  requireRole(ctx, 'admin')
  const [automation, settings] = await Promise.all([readAutomation(), readFollowUp(ctx.now)])
  if (automation.off) return { made: 0, answered: 0 }
  const since = Math.max(settings.since, ctx.now - BACK)
  const organisation = await readOrganisation()
  const people = (audience: Audience, scope: AlarmScope): readonly string[] =>
    inCharge(organisation, audience, scope, ctx.now).userIds
  const tasks: NewTask[] = []

  // Complaints first: a call-back is part of them, and no second task is made of a low rating of the same ticket.
  if (settings.complaint.enabled) {
    for (const row of await qualityComplaints(settings, since)) {
      const scope = { channel: row.channel, team: row.team, product: row.product }
      const [owner] = people('product_owner', scope)
      const [superior] = people('supervisor', scope).filter((id) => id !== owner)
      tasks.push({
        ...blank(ctx.now),
        kind: 'complaint',
        title: row.category ?? row.issueType ?? '',
        priority: 'high',
        source: row.source,
        subject: row.subject,
        customer: row.customer,
        origin: `complaint:${row.ticketId}:${row.no}`,
        team: row.team,
        ownerId: owner ?? null,
        superiorId: superior ?? null,
        respondBy: row.at + settings.complaint.respondHours * HOUR,
        dueAt: row.at + settings.complaint.solveHours * HOUR,
      })
    }
  }
  let made = await store(tasks, organisation, ctx.now)

  const rest: NewTask[] = []
  if (settings.callback.enabled) {
    for (const row of await readLowAnswers(since, settings.callback.maxScore, BATCH)) {
      const scope = { channel: row.channel, team: row.team, agent: row.agent, product: row.product }
      const [lead] = people('lead', scope)
      const [superior] = people('supervisor', scope).filter((id) => id !== lead)
      rest.push({
        ...blank(ctx.now),
        kind: 'callback',
        title: '',
        note: row.comment === null ? null : maskText(row.comment).slice(0, 2_000),
        priority: row.score <= 1 ? 'high' : 'normal',
        source: row.source,
        subject: row.subject,
        customer: row.customer,
        origin: `callback:${row.ticketId}`,
        team: row.team,
        ownerId: lead ?? null,
        superiorId: superior ?? null,
        dueAt: ctx.now + settings.callback.dueHours * HOUR,
      })
    }
  }
  for (const incident of await readIncidentsToFollow(since, BATCH)) {
    const [lead] = people('lead', incident.scope)
    rest.push({
      ...blank(ctx.now),
      kind: 'incident',
      title: incident.task.title,
      priority: incident.severity === 'bad' ? 'high' : 'normal',
      incidentId: incident.id,
      origin: `incident:${incident.id}`,
      team: incident.teams[0] ?? null,
      ownerId: incident.assigneeId ?? lead ?? null,
      dueAt: ctx.now + incident.task.dueHours * HOUR,
    })
  }
  made += await store(rest, organisation, ctx.now)
  return { made, answered: await transaction((client) => answerComplaintTasks(client, ctx.now)) }
}

/** Complaints about quality without a task; all others are looked at too, page by page, so that they hide none. */
async function qualityComplaints(settings: FollowUpSettings, since: number): Promise<FiledComplaint[]> {
  const found: FiledComplaint[] = []
  for (let after: FiledComplaint | null = null; ; ) {
    const page: FiledComplaint[] = await readFiledComplaints(since, after, BATCH)
    found.push(...page.filter((row) => isQuality(settings, row.category, row.issueType)))
    after = page.at(-1) ?? null
    if (page.length < BATCH) return found
  }
}

const blank = (now: number): NewTask => ({
  id: randomUUID(),
  kind: 'action',
  title: '',
  note: null,
  priority: 'normal',
  state: 'open',
  incidentId: null,
  source: null,
  subject: null,
  customer: null,
  origin: null,
  team: null,
  ownerId: null,
  superiorId: null,
  respondBy: null,
  respondedAt: null,
  dueAt: null,
  callbackAt: null,
  grade: null,
  checklist: [],
  outcome: null,
  nextAt: null,
  createdBy: 'system:worker',
  createdAt: now,
})

async function store(tasks: readonly NewTask[], organisation: Organisation, now: number): Promise<number> {
  const living = new Set(organisation.users.filter(({ disabled }) => !disabled).map(({ id }) => id))
  let made = 0
  for (const task of tasks) {
    const owned = {
      ...task,
      ownerId: task.ownerId !== null && living.has(task.ownerId) ? task.ownerId : null,
    }
    const done = await transaction(async (client) => {
      const number = await addTask(client, { ...owned, nextAt: nextMarkAfter(owned, now) })
      if (number === null) return false
      const event = await addTaskEvent(client, task.id, {
        at: now,
        kind: 'made',
        actor: task.createdBy,
        body: {},
      })
      const to = [owned.ownerId, ...(task.kind === 'complaint' ? [task.superiorId] : [])].filter(
        (id) => id !== null,
      )
      await tellOfTask(client, { ...owned, number }, { step: `given:${event}`, mark: 'given', to }, now)
      return true
    })
    if (done) made++
  }
  return made
}
