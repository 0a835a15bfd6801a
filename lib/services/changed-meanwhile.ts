import { AppError } from '@/lib/core/errors'
import { changedSince, latestAudit } from '@/lib/db/audit'
import type { Connection } from '@/lib/db/pool'
import { actorOf } from './actor'
import { nameActors } from './actor-names'
import type { Context } from './context'

/**
 * What a page of settings is as of, to be handed back with what is changed on it: the number of the last entry of the
 * audit log. Every change of a setting stands there, so that what came after it is what this page has not shown.
 */
export async function settingsSeen(): Promise<number> {
  return await latestAudit()
}

/**
 * Throws 409 `changed`, naming who, where somebody else changed an object (as the audit log names it) after `seen`; null
 * = the asker did not say what they saw. To be called in the transaction of the change, once its row is locked.
 */
export async function requireUnchanged(
  ctx: Context,
  client: Connection,
  object: string,
  seen: number | null,
): Promise<void> {
  if (seen === null) return
  const actor = await changedSince(client, object, seen, actorOf(ctx.principal))
  if (actor === null) return
  const who = (await nameActors([actor])).get(actor) ?? ''
  throw new AppError(
    'changed',
    409,
    ctx.locale === 'zh'
      ? `${who}在你打开之后改过它。重新载入，看过再改。`
      : `${who} changed it after you opened it. Reload, look, and change it again.`,
  )
}
