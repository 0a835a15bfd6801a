/** A ladder while it is edited, and what is wrong with it. Pure. */
import type { LadderStep } from '@/lib/alerts/types'

export interface LadderDraft {
  /** null = not stored yet */
  readonly id: string | null
  readonly name: string
  readonly steps: readonly LadderStep[]
}

export type LadderProblem = {
  /** null = of the ladder as a whole */
  readonly step: number | null
  readonly code: 'first' | 'order' | 'vip' | 'nobody' | 'name'
}

/** What the server would refuse, said before it is sent. */
export function ladderProblems({
  name,
  steps,
}: Pick<LadderDraft, 'name' | 'steps'>): readonly LadderProblem[] {
  const found: LadderProblem[] = []
  if (name.trim() === '') found.push({ step: null, code: 'name' })
  for (const [i, step] of steps.entries()) {
    const before = steps[i - 1]
    const vip = step.afterMinutesVip
    if (before === undefined && step.afterMinutes !== 0) found.push({ step: i, code: 'first' })
    if (before !== undefined) {
      const late = step.afterMinutes > before.afterMinutes
      const lateVip = (vip ?? step.afterMinutes) > (before.afterMinutesVip ?? before.afterMinutes)
      if (!late || !lateVip) found.push({ step: i, code: 'order' })
    }
    if (vip !== undefined && vip > step.afterMinutes) found.push({ step: i, code: 'vip' })
    if (step.audiences.length + step.users.length + step.targets.length === 0) {
      found.push({ step: i, code: 'nobody' })
    }
  }
  return found
}

/** The ladder with one step more, after the last one. */
export function withStep(draft: LadderDraft): LadderDraft {
  const last = draft.steps.at(-1)
  const afterMinutes = last === undefined ? 0 : last.afterMinutes + 5
  return {
    ...draft,
    steps: [...draft.steps, { afterMinutes, audiences: ['manager'], users: [], targets: [] }],
  }
}
