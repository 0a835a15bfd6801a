/** What people type about tasks and improvements, checked by the same schemas in the browser and behind the API. */
import { z } from 'zod'
import { parseDate } from '@/lib/core/zone'
import { IMPROVEMENT_STATES } from './improvement'
import { PRIORITIES } from './task'

const name = z.string().trim().min(1).max(200)
const note = z.string().trim().max(4_000).nullable().default(null)
const date = z.string().refine((text) => parseDate(text) !== null, {
  error: 'not a date of the calendar; write it as "2026-11-20"',
})

export const checklistSchema = z
  .array(z.strictObject({ text: z.string().trim().min(1).max(200), done: z.boolean() }))
  .max(50)

/** A new task. */
export const taskForm = z.strictObject({
  title: name,
  note,
  priority: z.enum(PRIORITIES).default('normal'),
  ownerId: z.uuid().nullable().default(null),
  superiorId: z.uuid().nullable().default(null),
  team: name.nullable().default(null),
  /** epoch ms */
  dueAt: z.number().int().nullable().default(null),
  checklist: checklistSchema.default([]),
  incidentId: z.uuid().nullable().default(null),
  ticket: z
    .strictObject({ source: z.string().min(1).max(200), subject: z.string().min(1).max(400) })
    .nullable()
    .default(null),
})

/** An improvement, whole. */
export const improvementForm = z.strictObject({
  title: name,
  note,
  state: z.enum(IMPROVEMENT_STATES).default('planned'),
  ownerId: z.uuid().nullable().default(null),
  team: name.nullable().default(null),
  /** local dates */
  dueOn: date.nullable().default(null),
  startedOn: date.nullable().default(null),
  metric: z.string().max(60).nullable().default(null),
  scope: z
    .strictObject({
      channel: name.optional(),
      team: name.optional(),
      product: name.optional(),
      issueType: name.optional(),
    })
    .default({}),
  /** in the metric's unit: seconds, a share 0–1, points */
  expected: z.number().nullable().default(null),
  incidentId: z.uuid().nullable().default(null),
  suggestion: name.nullable().default(null),
})
