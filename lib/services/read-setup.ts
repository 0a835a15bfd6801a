import { SETUP_STEPS, type SetupStep } from '@/lib/core/settings-forms'
import { readSetupFacts } from '@/lib/db/desk'
import { DEFAULT_TENANT, readSettings, readSetupProgress } from '@/lib/db/settings'
import { type Context, requireRole } from './context'

/** The source of the wizard's own test events. */
export const TEST_SOURCE = 'helmline-test'

export interface SetupState {
  readonly steps: readonly { readonly step: SetupStep; readonly state: 'open' | 'done' | 'skipped' }[]
  /** steps that are not done */
  readonly missing: readonly SetupStep[]
  /** nobody has begun, and there is nothing here yet */
  readonly fresh: boolean
  /** what is missing is to be said on the overview */
  readonly remind: boolean
  readonly testEvents: number
}

/** How far the first-run wizard has come: what was decided in it, or stands already. Needs role admin. */
export async function readSetup(ctx: Context): Promise<SetupState> {
  requireRole(ctx, 'admin')
  const [progress, settings, facts] = await Promise.all([
    readSetupProgress(),
    readSettings(),
    readSetupFacts(TEST_SOURCE),
  ])
  const { tenant } = settings
  const there: Record<SetupStep, boolean> = {
    company: tenant.company !== DEFAULT_TENANT.company,
    channels: facts.channels > 0,
    data: facts.events > 0,
    hours: facts.calendars > 0,
    limits: settings.targets !== null,
    screen: facts.screens > 0,
  }
  const steps: SetupState['steps'] = SETUP_STEPS.map((step) => ({
    step,
    state: there[step] ? 'done' : (progress?.steps[step] ?? 'open'),
  }))
  const missing = steps.filter(({ state }) => state !== 'done').map(({ step }) => step)
  return {
    steps,
    missing,
    fresh: progress === null && facts.events === 0 && !there.company && !tenant.demo,
    remind: missing.length > 0 && !tenant.demo && progress?.dismissed !== true,
    testEvents: facts.testEvents,
  }
}
