/** How often one may ask. Keyed on the parsed identity, never on a raw header. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '@/lib/core/env'
import { rateLimited } from '@/lib/core/errors'
import type { Principal } from '@/lib/services/context'

interface Limiters {
  readonly principal: RateLimiterMemory
}

const KEY = Symbol.for('helmline.limiters')

function limiters(): Limiters {
  const holder = globalThis as { [KEY]?: Limiters }
  holder[KEY] ??= {
    principal: new RateLimiterMemory({ points: env().RATE_LIMIT_PER_MINUTE, duration: 60 }),
  }
  return holder[KEY]
}

/** Counts one request of an API key or a person. Throws 429 with Retry-After beyond RATE_LIMIT_PER_MINUTE. */
export async function limitPrincipal(principal: Principal): Promise<void> {
  if (principal.kind === 'system' || principal.kind === 'screen') return
  try {
    await limiters().principal.consume(`${principal.kind}:${principal.id}`)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw rateLimited(
      'Too many requests in a minute; slow down or ask for a higher limit.',
      refusal.msBeforeNext / 1000,
    )
  }
}
