import { retentionForm } from '@/lib/core/settings-forms'
import { transaction } from '@/lib/db/pool'
import { type Retention, readRetention } from '@/lib/db/settings'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Decides how many days each kind of data is kept; the next nightly run clears by it. Needs role admin. */
export async function saveRetention(ctx: Context, input: unknown): Promise<Retention> {
  requireRole(ctx, 'admin')
  const after = parseInput(retentionForm, input)
  await transaction(async (client) => {
    const stood = await readRetention(client)
    await changeSetting(ctx, client, 'retention', after, 'retention.changed', { stood })
  })
  return after
}
