import { type LadderFault, ladderFaults } from '@/lib/alerts/ladder'
import { type LadderRow, listLadderRows } from '@/lib/db/alert-rules'
import { listTargetRows } from '@/lib/db/notify-targets'
import { readOrganisation } from '@/lib/db/organisation'
import type { Context } from './context'
import { requireRuleReader } from './rule-access'

export interface LadderInfo extends LadderRow {
  /** where it does not reach those it names, as the company stands now */
  readonly faults: readonly LadderFault[]
}

export interface Ladders {
  readonly ladders: readonly LadderInfo[]
  readonly people: readonly { readonly id: string; readonly name: string; readonly role: string }[]
  readonly targets: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
}

/** Every ladder with its faults, and whom and what a step can name. Needs a role that reads rules. */
export async function listLadders(ctx: Context): Promise<Ladders> {
  requireRuleReader(ctx)
  const [rows, organisation, targets] = await Promise.all([
    listLadderRows(),
    readOrganisation(),
    listTargetRows(ctx.now),
  ])
  return {
    ladders: rows.map((row) => ({ ...row, faults: ladderFaults(row, organisation, targets, ctx.now) })),
    people: organisation.users
      .filter(({ disabled }) => !disabled)
      .map(({ id, name, role }) => ({ id, name, role })),
    targets: targets.map(({ id, name, kind }) => ({ id, name, kind })),
  }
}
