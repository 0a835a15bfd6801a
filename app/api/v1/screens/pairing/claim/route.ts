import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { claimPairing } from '@/lib/services/claim-pairing'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none' }, async ({ request }) => {
    const paired = await claimPairing(await readJson(request), Date.now())
    return paired === null ? json({ state: 'pending' }, { status: 202 }) : json(paired)
  }),
})
