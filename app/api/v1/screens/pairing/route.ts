import { drain } from '@/lib/http/body'
import { clientAddress } from '@/lib/http/peer'
import { json, methods, route } from '@/lib/http/route'
import { beginPairing } from '@/lib/services/begin-pairing'

export const dynamic = 'force-dynamic'

// Nobody is signed in on a television: anybody may ask for a code, which opens nothing until it is typed here.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none' }, async ({ request }) => {
    await drain(request)
    return json(await beginPairing(clientAddress(request.headers), Date.now()), { status: 201 })
  }),
})
