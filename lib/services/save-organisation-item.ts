import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { invalid, notFound } from '@/lib/core/errors'
import { ORGANISATION_FORMS, type OrganisationKind, sourceName } from '@/lib/core/organisation-forms'
import { appendAudit } from '@/lib/db/audit'
import { unknownPeople, writeOrganisationItem } from '@/lib/db/organisation'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { requireUnchanged } from './changed-meanwhile'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'

/** The lists of the organisation by the word of their path, and what the audit trail calls an item. */
export const ORGANISATION_OBJECTS: Readonly<Record<OrganisationKind, string>> = {
  teams: 'team',
  agents: 'agent',
  channels: 'channel',
  products: 'product',
  duties: 'duty',
}

/** The list a word of a path means. Throws 404 for others. */
export function organisationKind(word: string): OrganisationKind {
  const kind = (Object.keys(ORGANISATION_FORMS) as OrganisationKind[]).find((it) => it === word)
  if (kind === undefined) throw notFound()
  return kind
}

/** The key of an item: a name as sources write it, or the id of an entry of the duty list. */
export function organisationKey(kind: OrganisationKind, key: string): string {
  return parseInput(kind === 'duties' ? z.uuid() : sourceName, key)
}

/** Everybody an item names, by the field. */
const namedIn = (item: Readonly<Record<string, unknown>>): readonly [field: string, id: string][] =>
  ['leads', 'supervisors', 'owners', 'userId'].flatMap((field) => {
    const value = item[field]
    const ids = Array.isArray(value) ? value : [value]
    return ids.filter((id): id is string => typeof id === 'string').map((id): [string, string] => [field, id])
  })

/**
 * Enters or changes a team, an agent, a channel, a product, a shift or an entry of the duty list; `key` null makes a new
 * entry of the duty list. Throws 400 with the places, also for people who are not there, 409 where somebody else
 * changed it after `seen`. Needs role admin or manager.
 */
export async function saveOrganisationItem(
  ctx: Context,
  word: string,
  key: string | null,
  input: unknown,
  seen: number | null = null,
): Promise<{ key: string }> {
  requireRole(ctx, 'admin', 'manager')
  const kind = organisationKind(word)
  if (key === null && kind !== 'duties') throw notFound()
  const id = key === null ? randomUUID() : organisationKey(kind, key)
  const item: Readonly<Record<string, unknown>> = parseInput<z.ZodType<Record<string, unknown>>>(
    ORGANISATION_FORMS[kind],
    input,
  )
  await transaction(async (client) => {
    const named = namedIn(item)
    const unknown = await unknownPeople(
      client,
      named.map(([, person]) => person),
    )
    if (unknown.length > 0) {
      const places = named.filter(([, person]) => unknown.includes(person))
      throw invalid(
        'There is no such person; choose somebody of the list of people.',
        places.map(([path]) => ({ path, message: 'nobody has this id' })),
      )
    }
    const { before, after } = await writeOrganisationItem(client, kind, id, item, ctx.now)
    const object = ORGANISATION_OBJECTS[kind]
    await requireUnchanged(ctx, client, `${object}:${id}`, seen)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: `${object}.${before === null ? 'created' : 'changed'}`,
      object: `${object}:${id}`,
      before,
      after,
    })
  })
  forgetSettings()
  return { key: id }
}
