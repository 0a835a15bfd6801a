/** Admission to the ingest door: how many requests and bytes may be in work at once. */
import { env } from '@/lib/core/env'
import { rateLimited } from '@/lib/core/errors'

/** Requests that talk to the database at once; the others wait their turn. */
const AT_ONCE = 6
const MAX_BYTES = 256 * 1024 * 1024

let inFlight = 0
let bytes = 0
let busy = 0
const waiting: (() => void)[] = []

/** Counts a request in. Throws 429 with Retry-After where too many are in work. Call `leave` in any case. */
export function enter(size: number): { leave: () => void } {
  if (inFlight >= env().INGEST_MAX_IN_FLIGHT || bytes + size > MAX_BYTES) {
    throw rateLimited('Too many requests are being taken in right now; send again.', 1)
  }
  inFlight++
  bytes += size
  let left = false
  return {
    leave: () => {
      if (left) return
      left = true
      inFlight--
      bytes -= size
    },
  }
}

/** Runs `work` as one of a few at once, in order of arrival. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else busy++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) busy--
    else next()
  }
}
