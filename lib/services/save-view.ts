import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError, forbidden, invalid } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { addSavedView, countSavedViews } from '@/lib/db/saved-views'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { personOf, sharesViews } from './list-saved-views'
import { parseInput } from './parse-input'

const VIEWS_MOST = 200

export const viewFields = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
  /** a page of ours */
  path: z
    .string()
    .max(500)
    .regex(/^\/(?!\/|\\|api\/)[^\s?#\\]*$/, 'a path of a page, as /channels'),
  /** what stands behind the ? of its address */
  query: z
    .string()
    .max(4_000)
    .regex(/^[^\s#?]*$/, 'the query of an address, without ? and #'),
  shared: z.boolean().default(false),
})

/** `id` brings one back that was just deleted; without it a new one is made. */
export const saveViewInput = viewFields.extend({ id: z.uuid().optional() })

/**
 * Keeps a page with its filters under a name. A shared one is seen by everybody, or by the asker's teams where they
 * have some. Throws 409 where the asker has one of this name, 403 where their role does not share. For people.
 */
export async function saveView(ctx: Context, input: unknown): Promise<{ readonly id: string }> {
  const person = personOf(ctx)
  const { id = randomUUID(), name, path, query, shared } = parseInput(saveViewInput, input)
  if (shared && !sharesViews(person)) throw forbidden('Your role does not share views.')
  const teams = shared ? [...(teamScope(person) ?? [])] : []
  await transaction(async (client) => {
    if ((await countSavedViews(client, person.id)) >= VIEWS_MOST) {
      throw invalid(`There are ${VIEWS_MOST} views already; delete some.`, [
        { path: '', message: 'too many views' },
      ])
    }
    const view = { id, ownerId: person.id, name, path, query, shared, teams }
    if (!(await addSavedView(client, view, ctx.now))) throw nameTaken()
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(person),
      action: 'view.saved',
      object: `view:${id}`,
      before: null,
      after: { name, path, query, shared, teams },
    })
  })
  return { id }
}

/** 409: the person has a view of this name. */
export function nameTaken(): AppError {
  return new AppError('conflict', 409, 'You have a view of this name already.', {
    errors: [{ path: 'name', message: 'taken' }],
  })
}
