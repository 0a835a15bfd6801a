import { z } from 'zod'
import { inCharge, peopleOf } from '@/lib/alerts/in-charge'
import { type AlarmScope, AUDIENCES, type Audience } from '@/lib/alerts/types'
import { listLadderRows } from '@/lib/db/alert-rules'
import { readOrganisation } from '@/lib/db/organisation'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

const name = z.string().max(200)

/** `at` epoch ms; absent = now. */
export const toldInput = z.strictObject({
  team: name.optional(),
  channel: name.optional(),
  agent: name.optional(),
  product: name.optional(),
  at: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
})

export interface Told {
  readonly at: number
  readonly audiences: readonly {
    readonly audience: Audience
    readonly people: readonly string[]
    /** whose place they take; null = they are those who are meant */
    readonly insteadOf: Audience | null
    /** the audience that was found */
    readonly found: Audience
  }[]
  readonly ladders: readonly {
    readonly id: string
    readonly name: string
    readonly steps: readonly { readonly afterMinutes: number; readonly people: readonly string[] }[]
  }[]
}

/**
 * Who would be told of an alarm about a scope at an instant, by the very function alarms ask; names of people. Needs
 * role admin, manager or auditor.
 */
export async function whoIsTold(ctx: Context, input: unknown): Promise<Told> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const { at = ctx.now, ...asked } = parseInput(toldInput, input)
  const scope: AlarmScope = Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''),
  )
  const [organisation, ladders] = await Promise.all([readOrganisation(), listLadderRows()])
  const names = new Map(
    organisation.users.map((user) => [user.id, user.name === '' ? user.email : user.name]),
  )
  const namesOf = (ids: readonly string[]) => ids.flatMap((id) => names.get(id) ?? [])
  // Whom an agent, a product or a channel means is known only where one is given.
  const asks: Readonly<Record<Audience, boolean>> = {
    agent: scope.agent !== undefined,
    on_duty: true,
    lead: true,
    supervisor: true,
    manager: true,
    channel_owner: scope.channel !== undefined,
    product_owner: scope.product !== undefined,
  }
  return {
    at,
    audiences: AUDIENCES.filter((audience) => asks[audience]).map((audience) => {
      const { audience: found, userIds, insteadOf } = inCharge(organisation, audience, scope, at)
      return { audience, people: namesOf(userIds), insteadOf, found }
    }),
    ladders: ladders.map(({ id, name: called, steps }) => ({
      id,
      name: called,
      steps: steps.map((step) => ({
        afterMinutes: step.afterMinutes,
        people: namesOf(peopleOf(organisation, step, scope, at)),
      })),
    })),
  }
}
