import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { markRead } from '@/lib/services/read-inbox'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'read' }, async ({ ctx, request }) =>
    json(await markRead(ctx, await readJson(request))),
  ),
})
