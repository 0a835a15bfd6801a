import { unauthorized } from '@/lib/core/errors'
import { sameText } from '@/lib/core/token'

/**
 * Lets through who sends this very secret as `Authorization: Bearer …`, compared in constant time. Throws 401
 * else, and for everybody where no secret is set.
 */
export function requireBearer(request: Request, secret: string | undefined, name: string): void {
  const [scheme = '', token = ''] = (request.headers.get('authorization') ?? '').trim().split(/\s+/, 2)
  if (secret !== undefined && scheme.toLowerCase() === 'bearer' && sameText(token, secret)) return
  throw unauthorized(
    `Send the ${name} as "Authorization: Bearer …"${secret === undefined ? '; none is set here.' : '.'}`,
  )
}
