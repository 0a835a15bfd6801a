/** Applies accepted events as they come: at a NOTIFY `ingested`, and every half second in case one was missed. */
import { applyOnce } from '@/lib/db/apply'
import { listen } from '@/lib/db/listen'
import { Pause, repeat } from './repeat'

const POLL = 400

/** Runs until the signal. */
export async function applyLoop(signal: AbortSignal): Promise<void> {
  const pause = new Pause()
  const ear = listen('ingested', { heard: () => pause.wake(), state: () => pause.wake() })
  await repeat(
    'apply',
    signal,
    async () => {
      const { more, busy } = await applyOnce()
      return more && !busy ? 0 : POLL
    },
    pause,
  )
  await ear.stop()
}
