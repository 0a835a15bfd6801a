import { json, methods, route } from '@/lib/http/route'
import { readRadar } from '@/lib/services/read-radar'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) =>
    json(await readRadar(ctx, Object.fromEntries(url.searchParams))),
  ),
})
