import { z } from 'zod'
import { type Difference, differences } from '@/lib/core/differences'
import { conflict } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { lockAdmins } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import {
  applySettingsFile,
  type ItemChange,
  settingsFileSchema,
  targetsWithoutSecret,
} from '@/lib/db/settings-file'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'
import { forgetAutomation } from './read-automation'
import { plannedEvery } from './rule-access'

export { settingsFileSchema as SettingsFileSchema } from '@/lib/db/settings-file'

/** `{file, preview}`: with `preview` nothing is kept. */
export const importSettingsInput = z.strictObject({ preview: z.boolean().default(true), file: z.unknown() })

export interface SettingsImport {
  /** true = this is what would happen; nothing was changed */
  readonly preview: boolean
  readonly changes: readonly {
    readonly section: ItemChange['section']
    readonly name: string
    readonly added: boolean
    readonly places: readonly Difference[]
  }[]
  /** targets that cannot send before somebody enters their secret */
  readonly withoutSecret: readonly string[]
}

/**
 * Brings the settings to what a file says, or with `preview` only says what would change: all or nothing, in one
 * transaction, audited. What the file does not hold stays as it is. Throws 400 with the places that are wrong, 409
 * where nobody would be left to administer. Needs role admin.
 */
export async function importSettings(ctx: Context, input: unknown): Promise<SettingsImport> {
  requireRole(ctx, 'admin')
  const { preview, file: given } = parseInput(importSettingsInput, input)
  const file = parseInput(settingsFileSchema, given)
  const actor = actorOf(ctx.principal)
  const done = await transaction(async (client) => {
    await client.query('SAVEPOINT before_import')
    const changes = await applySettingsFile({ client, actor, now: ctx.now, everyOf: plannedEvery }, file)
    if ((await lockAdmins(client)).length === 0)
      throw conflict(
        'After this import nobody could administer: the file disables or demotes every administrator.',
      )
    const withoutSecret = await targetsWithoutSecret(
      client,
      file.targets.map(({ id }) => id),
    )
    if (preview) await client.query('ROLLBACK TO SAVEPOINT before_import')
    else if (changes.length > 0)
      await appendAudit(client, {
        at: ctx.now,
        actor,
        action: 'settings.imported',
        object: 'settings:file',
        before: Object.fromEntries(changes.map((change) => [labelOf(change), hidePhone(change.before)])),
        after: Object.fromEntries(changes.map((change) => [labelOf(change), hidePhone(change.after)])),
      })
    return { changes, withoutSecret }
  })
  if (!preview) {
    forgetAutomation()
    forgetSettings()
  }
  return {
    preview,
    changes: done.changes.map(({ section, name, before, after }) => ({
      section,
      name,
      added: before === null,
      places: differences(before, after),
    })),
    withoutSecret: done.withoutSecret,
  }
}

const labelOf = ({ section, name }: ItemChange): string =>
  section === name ? section : `${section}: ${name}`

/** The audit trail holds no phone numbers. */
function hidePhone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('phone' in value)) return value
  const { phone, ...rest } = value
  return { ...rest, hasPhone: phone !== null }
}
