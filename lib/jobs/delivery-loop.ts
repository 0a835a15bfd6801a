/** Sends messages as they come: at a NOTIFY, and when the next one is due. A lane that is slow holds up no other. */
import { log } from '@/lib/core/log'
import { nextDue } from '@/lib/db/deliveries'
import { DELIVERIES_CHANNEL } from '@/lib/db/deliveries-plan'
import { listen } from '@/lib/db/listen'
import { deliveryTools } from '@/lib/http/delivery-tools'
import { systemContext } from '@/lib/services/context'
import { deliverLane, dueLanes } from '@/lib/services/deliver-messages'
import { Pause, repeat } from './repeat'

const SOONEST = 200
const LATEST = 1_000

/** Runs until the signal; `owner` is the worker's id, whose death gives its messages to others at once. */
export async function deliveryLoop(owner: string, signal: AbortSignal): Promise<void> {
  const tools = deliveryTools(owner)
  const pause = new Pause()
  const ear = listen(DELIVERIES_CHANNEL, { heard: () => pause.wake(), state: () => pause.wake() })
  const running = new Map<string, Promise<void>>()
  await repeat(
    'deliveries',
    signal,
    async () => {
      const ctx = systemContext('worker', Date.now())
      const { lanes } = await dueLanes(ctx, tools)
      for (const lane of lanes) {
        if (running.has(lane)) continue
        const turn = deliverLane(ctx, lane, tools)
          .then(
            () => undefined,
            (error: unknown) => log('deliveries').warn({ err: error, lane }, 'a lane broke off'),
          )
          .finally(() => {
            running.delete(lane)
            pause.wake()
          })
        running.set(lane, turn)
      }
      const next = await nextDue(null)
      return next === null ? LATEST : Math.min(LATEST, Math.max(SOONEST, next - Date.now()))
    },
    pause,
  )
  await ear.stop()
  await Promise.allSettled(running.values())
}
