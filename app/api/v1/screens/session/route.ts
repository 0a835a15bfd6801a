import { readJson } from '@/lib/http/body'
import { isSecure } from '@/lib/http/peer'
import { json, methods, route } from '@/lib/http/route'
import { SCREEN_COOKIE } from '@/lib/http/session'
import { openScreenSession, screenSessionInput } from '@/lib/services/open-screen-session'
import { parseInput } from '@/lib/services/parse-input'

export const dynamic = 'force-dynamic'

const YEAR = 365 * 24 * 3600

// The wall's URL keeps its secret in the fragment; here the page changes it for a cookie no script can read and
// no other path gets. The wall calls again every few seconds: that is its heartbeat.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none' }, async ({ request }) => {
    const input = parseInput(screenSessionInput, await readJson(request))
    const session = await openScreenSession(input, Date.now())
    const cookie = [
      `${SCREEN_COOKIE}=${input.token}`,
      'Path=/api/v1/live',
      'HttpOnly',
      'SameSite=Strict',
      `Max-Age=${YEAR}`,
      ...(isSecure(request.headers) ? ['Secure'] : []),
    ].join('; ')
    return json(session, { headers: { 'set-cookie': cookie } })
  }),
})
