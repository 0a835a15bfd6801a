/** Ladders as they are written: their schema, and what is wrong with one that nobody would hear. Pure. */
import { z } from 'zod'
import { inCharge } from './in-charge'
import { AUDIENCES, type Ladder, type Organisation } from './types'

const minutes = z.int().min(0).max(10_080)

const stepSchema = z
  .strictObject({
    afterMinutes: minutes,
    afterMinutesVip: minutes.optional(),
    audiences: z.array(z.enum(AUDIENCES)).max(AUDIENCES.length).default([]),
    users: z.array(z.uuid()).max(50).default([]),
    targets: z.array(z.uuid()).max(20).default([]),
  })
  .refine(({ audiences, users, targets }) => audiences.length + users.length + targets.length > 0, {
    path: ['audiences'],
    error: 'This step tells nobody; choose who is told, a person, or a target.',
  })
  .refine(
    ({ afterMinutes, afterMinutesVip }) => afterMinutesVip === undefined || afterMinutesVip <= afterMinutes,
    {
      path: ['afterMinutesVip'],
      error: 'VIPs must not wait longer than others.',
    },
  )

/** `{name, steps}`: the first step at once, each later than the one before. */
export const ladderSchema = z.strictObject({
  name: z.string().trim().min(1, { error: 'A ladder needs a name.' }).max(80),
  steps: z
    .array(stepSchema)
    .min(1, { error: 'A ladder without steps tells nobody; add one.' })
    .max(10)
    .superRefine((steps, ctx) => {
      const add = (index: number, field: string, message: string) =>
        ctx.addIssue({ code: 'custom', path: [index, field], message })
      if (steps[0] !== undefined && steps[0].afterMinutes !== 0) {
        add(0, 'afterMinutes', 'The first step comes at once: 0 minutes.')
      }
      for (const [i, step] of steps.entries()) {
        const before = steps[i - 1]
        if (before === undefined) continue
        if (step.afterMinutes <= before.afterMinutes) {
          add(
            i,
            'afterMinutes',
            `It must come after the step before, which is at ${before.afterMinutes} minutes.`,
          )
        }
        const vip = step.afterMinutesVip ?? step.afterMinutes
        if (vip <= (before.afterMinutesVip ?? before.afterMinutes)) {
          add(i, 'afterMinutesVip', 'For VIPs too it must come after the step before.')
        }
      }
    }),
})

/** A step that reaches nobody it names, or somebody instead. */
export interface LadderFault {
  readonly step: number
  readonly kind: 'nobody' | 'instead' | 'disabled' | 'target_gone' | 'target_off'
  /** an audience, a person's name, a target's name or id */
  readonly what: string
  /** names of who is told instead */
  readonly people: readonly string[]
}

/** What is known of notification targets. */
export interface KnownTarget {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
}

/**
 * Where a ladder would not reach those it names, as the company stands. Audiences that hang on a conversation, a team or
 * a product are looked at without one where `scope` gives none, so only what can never work is a fault.
 */
export function ladderFaults(
  ladder: Pick<Ladder, 'steps'>,
  organisation: Organisation,
  targets: readonly KnownTarget[],
  at: number,
): readonly LadderFault[] {
  const users = new Map(organisation.users.map((user) => [user.id, user]))
  const known = new Map(targets.map((target) => [target.id, target]))
  const namesOf = (ids: readonly string[]) => ids.flatMap((id) => users.get(id)?.name ?? [])
  return ladder.steps.flatMap((step, i): LadderFault[] => [
    ...step.audiences.flatMap((audience): LadderFault[] => {
      // Whom a conversation, a team, a channel or a product names is known only with one of them.
      const anywhere = [{}, ...organisation.teams.map(({ team }) => ({ team }))]
      const scopes =
        audience === 'channel_owner'
          ? organisation.channels.map(({ channel }) => ({ channel }))
          : audience === 'product_owner'
            ? organisation.products.map(({ product }) => ({ product }))
            : anywhere
      if (audience === 'agent') return []
      const found = scopes.map((scope) => inCharge(organisation, audience, scope, at))
      if (found.some(({ insteadOf, userIds }) => insteadOf === null && userIds.length > 0)) return []
      const people = namesOf([...new Set(found.flatMap(({ userIds }) => userIds))])
      const last = people.length > 0 ? people : namesOf(inCharge(organisation, audience, {}, at).userIds)
      return [{ step: i, kind: last.length === 0 ? 'nobody' : 'instead', what: audience, people: last }]
    }),
    ...step.users.flatMap((id): LadderFault[] => {
      const user = users.get(id)
      return user !== undefined && !user.disabled
        ? []
        : [{ step: i, kind: 'disabled', what: user?.name ?? id, people: [] }]
    }),
    ...step.targets.flatMap((id): LadderFault[] => {
      const target = known.get(id)
      if (target === undefined) return [{ step: i, kind: 'target_gone', what: id, people: [] }]
      return target.enabled ? [] : [{ step: i, kind: 'target_off', what: target.name, people: [] }]
    }),
  ])
}
