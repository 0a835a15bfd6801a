/**
 * The worker process: applies events, raises alarms, runs planned jobs. Run by the launcher. Any number of workers
 * may run on one database. It outlives the database: every loop tries again until it is back.
 */
import { randomBytes } from 'node:crypto'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { closeApplier } from '@/lib/db/apply'
import { closePools } from '@/lib/db/pool'
import { alarmLoop } from './alarm-loop'
import { applyLoop } from './apply-loop'
import { deliveryLoop } from './delivery-loop'
import { demoTrafficLoop } from './demo-traffic'
import { heartbeatLoop } from './heartbeat-loop'
import { queueLoop } from './queue'

/** Milliseconds between SIGTERM and the end at the latest. */
const GRACE = 5_000

async function main(): Promise<void> {
  process.title = 'helmline-worker'
  env()
  const id = `worker-${randomBytes(8).toString('hex')}`
  const logger = log('worker')
  const stop = new AbortController()
  const end = (why: string) => {
    if (stop.signal.aborted) return
    logger.info({ why }, 'ending')
    stop.abort()
    // a hung database must not keep the process
    setTimeout(() => process.exit(0), GRACE).unref()
  }
  process.on('SIGTERM', () => end('SIGTERM'))
  process.on('SIGINT', () => end('SIGINT'))
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'))

  logger.info({ worker: id }, 'at work')
  await Promise.all([
    applyLoop(stop.signal),
    alarmLoop(id, stop.signal),
    queueLoop(id, stop.signal),
    deliveryLoop(id, stop.signal),
    heartbeatLoop(id, stop.signal),
    demoTrafficLoop(stop.signal),
  ])
  await Promise.allSettled([closeApplier(), closePools()])
  process.exit(0)
}

main().catch((error: unknown) => {
  log('worker').fatal({ err: error }, 'cannot go on')
  process.exit(1)
})
