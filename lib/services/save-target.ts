import { randomUUID } from 'node:crypto'
import { invalid, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { dropWaiting, reopenLane } from '@/lib/db/deliveries'
import { findTarget, readOutgoing, type TargetRow, writeTarget } from '@/lib/db/notify-targets'
import { type Connection, transaction } from '@/lib/db/pool'
import { isSetUp, type SetUpKind } from '@/lib/notify/fields'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { createTargetInput, storedTarget, updateTargetInput } from './target-input'
import { openFields, sealFields } from './target-secrets'

/** Whether a host may be reached; `unknown` = nobody knows its name at the moment. Given by the route, which can ask. */
export type HostCheck = (
  host: string,
  allow: readonly string[],
) => Promise<{ readonly state: 'ok' | 'unknown' } | { readonly state: 'refused'; readonly range: string }>

export interface SavedTarget {
  readonly id: string
  /** a signing secret that was made here; shown this once */
  readonly secret: string | null
  /** its host is not known to any name server at the moment: stored all the same */
  readonly unknownHost: boolean
}

/**
 * Makes a target. Throws 400 with the places that are wrong; `fields.address` where its host may not be reached. Needs role admin.
 */
export async function createTarget(ctx: Context, input: unknown, check: HostCheck): Promise<SavedTarget> {
  requireRole(ctx, 'admin')
  const { kind, ...rest } = parseInput(createTargetInput, input)
  return save(ctx, randomUUID(), kind, null, rest, check)
}

/**
 * Changes a target; secrets that are left out stay. What waits for it is tried again at once. Throws as
 * `createTarget`, and 404. Needs role admin.
 */
export async function updateTarget(
  ctx: Context,
  id: string,
  input: unknown,
  check: HostCheck,
): Promise<SavedTarget> {
  requireRole(ctx, 'admin')
  const standing = await findTarget(id)
  if (standing === null || standing.deletedAt !== null || !isSetUp(standing.kind)) throw notFound()
  return save(ctx, id, standing.kind, standing, parseInput(updateTargetInput, input), check)
}

async function save(
  ctx: Context,
  id: string,
  kind: SetUpKind,
  seen: TargetRow | null,
  input: ReturnType<typeof updateTargetInput.parse>,
  check: HostCheck,
): Promise<SavedTarget> {
  const { name, locale, enabled, fallbackId, fields } = input
  const stored = storedTarget(kind, fields, openFields(id, seen?.secret ?? null) ?? {})
  const checked = await check(stored.host, (await readOutgoing()).allow)
  if (checked.state === 'refused') {
    const { range } = checked
    throw invalid(`The host may not be reached: ${range}.`, [{ path: 'fields.address', message: range }])
  }
  await transaction(async (client) => {
    const before = await findTarget(id, client, true)
    if (seen !== null && (before === null || before.deletedAt !== null)) throw notFound()
    await checkFallback(client, id, fallbackId)
    await writeTarget(
      client,
      {
        id,
        name,
        kind,
        config: stored.config,
        secret: sealFields(id, stored.secret),
        locale,
        enabled,
        fallbackId,
      },
      ctx.now,
    )
    if (!enabled) await dropWaiting(client, id, 'the target was switched off')
    else if (before !== null) await reopenLane(client, id, null)
    const given = Object.keys(fields).filter((field) => field in stored.secret && fields[field] !== '')
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: before === null ? 'target.created' : 'target.changed',
      object: `target:${id}`,
      before: before === null ? null : auditOf(before),
      after: {
        ...auditOf({ name, kind, locale, enabled, fallbackId, config: stored.config }),
        secretsGiven: given,
      },
    })
  })
  return { id, secret: stored.made, unknownHost: checked.state === 'unknown' }
}

/** What the trail holds of a target: no secret, and no hint at one. */
export function auditOf(
  target: Pick<TargetRow, 'name' | 'kind' | 'locale' | 'enabled' | 'fallbackId' | 'config'>,
): object {
  const { hints: _, ...config } = target.config
  const { name, kind, locale, enabled, fallbackId } = target
  return { name, kind, locale, enabled, fallbackId, config }
}

/** Throws 400 where the fallback is not there, or leads back to the target itself. */
async function checkFallback(client: Connection, id: string, fallbackId: string | null): Promise<void> {
  let next = fallbackId
  for (let depth = 0; next !== null; depth++) {
    const found = next === id || depth > 10 ? null : await findTarget(next, client)
    if (found === null || found.deletedAt !== null) {
      const message = next === id || depth > 10 ? 'leads back to the target itself' : 'not there'
      throw invalid('The fallback cannot be used.', [{ path: 'fallbackId', message }])
    }
    next = found.fallbackId
  }
}
