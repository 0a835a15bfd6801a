import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { takePasswordLink } from '@/lib/services/take-password-link'

export const dynamic = 'force-dynamic'

// Nobody is signed in yet: the token of the link is the proof.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none' }, async ({ request }) =>
    json(await takePasswordLink(await readJson(request), Date.now())),
  ),
})
