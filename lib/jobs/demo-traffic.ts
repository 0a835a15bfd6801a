/** Keeps the demo company alive in the worker while there is one; see lib/services/send-demo-traffic.ts. */
import { env } from '@/lib/core/env'
import { sendDemoTraffic } from '@/lib/services/send-demo-traffic'
import { repeat } from './repeat'

/** How often to look whether there is a demo now, or whether another worker no longer speaks for it. */
const LOOK = 5_000

/** Runs until the signal; not at all where the product was started without the demo. */
export async function demoTrafficLoop(signal: AbortSignal): Promise<void> {
  if (env().HELMLINE_DEMO === '0') return
  await repeat('demo traffic', signal, async () => {
    await sendDemoTraffic(signal)
    return LOOK
  })
}
