import { type Automation, readAutomation } from '@/lib/db/settings'
import { nameActors } from './actor-names'
import { type Context, requireRole } from './context'

export interface AutomationState extends Automation {
  /** who threw the switch, by name; null = nobody yet */
  readonly byName: string | null
}

/** The switch over all automation as it stands. Needs role admin, manager or auditor. */
export async function getAutomation(ctx: Context): Promise<AutomationState> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const automation = await readAutomation()
  if (automation.by === '') return { ...automation, byName: null }
  const names = await nameActors([automation.by])
  return { ...automation, byName: names.get(automation.by) ?? null }
}
