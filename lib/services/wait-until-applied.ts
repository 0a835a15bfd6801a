import { applyOnce, closeApplier } from '@/lib/db/apply'
import { readStream } from '@/lib/db/health'

const PAUSE = 100
const TELL_EVERY = 2_000

export interface WaitHooks {
  /** about every two seconds while something is left */
  onProgress?(state: { readonly applied: number; readonly position: number }): void
}

/**
 * Answers the applied position once it has reached `position`: the events up to there are in every figure. Where
 * no worker is at work the rounds are done here, so that an import into a stopped product ends with its numbers.
 * Throws `unavailable` where the database is away.
 */
export async function waitUntilApplied(position: number, hooks: WaitHooks = {}): Promise<number> {
  let told = performance.now()
  try {
    for (;;) {
      const { applied } = await readStream()
      if (applied >= position) return applied
      if (performance.now() - told > TELL_EVERY) {
        told = performance.now()
        hooks.onProgress?.({ applied, position })
      }
      const round = await applyOnce()
      if (round.busy) await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  } finally {
    await closeApplier()
  }
}
