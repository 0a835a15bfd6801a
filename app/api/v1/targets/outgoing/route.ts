import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { saveOutgoing } from '@/lib/services/save-outgoing'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveOutgoing(ctx, await readJson(request))),
  ),
})
