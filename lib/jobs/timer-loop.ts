/** Timers fire within a second of their time; the cron job `alerts` does the same for outside schedulers. */
import { systemContext } from '@/lib/services/context'
import { runCronJob } from '@/lib/services/run-cron-job'
import { repeat } from './repeat'

const EVERY = 1_000

/** Runs until the signal. */
export async function timerLoop(signal: AbortSignal): Promise<void> {
  await repeat('timers', signal, async () => {
    await runCronJob(systemContext('worker', Date.now()), 'alerts')
    return EVERY
  })
}
