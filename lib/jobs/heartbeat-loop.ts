/** Says outside, every minute, that alarms are at work; see lib/services/send-heartbeat.ts. */
import { deliveryTools } from '@/lib/http/delivery-tools'
import { systemContext } from '@/lib/services/context'
import { sendHeartbeat } from '@/lib/services/send-heartbeat'
import { repeat } from './repeat'

const MINUTE = 60_000

/** Runs until the signal. */
export async function heartbeatLoop(owner: string, signal: AbortSignal): Promise<void> {
  const tools = deliveryTools(owner)
  await repeat('heartbeat', signal, async () => {
    const now = Date.now()
    await sendHeartbeat(systemContext('worker', now), tools)
    return MINUTE - (now % MINUTE)
  })
}
