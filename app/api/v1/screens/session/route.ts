import { z } from 'zod'
import { unauthorized } from '@/lib/core/errors'
import { readJson } from '@/lib/http/body'
import { isSecure } from '@/lib/http/peer'
import { json, methods, route } from '@/lib/http/route'
import { SCREEN_COOKIE } from '@/lib/http/session'
import { authenticateScreen } from '@/lib/services/authenticate'
import { parseInput } from '@/lib/services/parse-input'
import { readTenant } from '@/lib/services/read-tenant'

export const dynamic = 'force-dynamic'

const YEAR = 365 * 24 * 3600

// The wall's URL keeps its secret in the fragment; here the page changes it for a cookie no script can read and
// no other path gets.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none' }, async ({ request }) => {
    const { token } = parseInput(
      z.strictObject({ token: z.string().min(1).max(200) }),
      await readJson(request),
    )
    const screen = await authenticateScreen(token, Date.now())
    if (screen?.kind !== 'screen') throw unauthorized('This screen is not paired, or its pairing was ended.')
    const cookie = [
      `${SCREEN_COOKIE}=${token}`,
      'Path=/api/v1/live',
      'HttpOnly',
      'SameSite=Strict',
      `Max-Age=${YEAR}`,
      ...(isSecure(request.headers) ? ['Secure'] : []),
    ].join('; ')
    const { company, zone, demo } = await readTenant(Date.now())
    const about = { board: screen.board, scope: screen.scope, company, zone, demo }
    return json(about, { headers: { 'set-cookie': cookie } })
  }),
})
