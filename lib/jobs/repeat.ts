/** Loops of the worker: each goes on whatever happens, waits longer while it fails, and ends when it is told to. */
import { isDatabaseAway } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

const FIRST_RETRY = 250
const LAST_RETRY = 5_000

/** A wait that `wake()` or the signal cuts short. */
export class Pause {
  private end: (() => void) | null = null
  private woken = false

  wake(): void {
    this.woken = true
    this.end?.()
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.woken && !signal.aborted && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.end = () => {
          clearTimeout(timer)
          resolve()
        }
        signal.addEventListener('abort', this.end, { once: true })
      })
      if (this.end !== null) signal.removeEventListener('abort', this.end)
      this.end = null
    }
    this.woken = false
  }
}

/**
 * Calls `work` again and again until the signal; it answers the milliseconds until its next turn. A failure is
 * logged once and tried again after 0.25 s, 0.5 s … 5 s; the first success after it is logged as well.
 */
export async function repeat(
  name: string,
  signal: AbortSignal,
  work: () => Promise<number>,
  pause = new Pause(),
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let wait: number
    try {
      wait = await work()
      if (failures > 0) log('worker').info({ loop: name, failures }, 'works again')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 10))
      if (failures === 0 || !isDatabaseAway(error))
        log('worker').warn({ loop: name, err: error }, 'failed; trying again')
      failures += 1
    }
    await pause.wait(wait, signal)
  }
}
