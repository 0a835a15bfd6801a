import { json, methods, route } from '@/lib/http/route'
import { listIncidents } from '@/lib/services/list-incidents'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) =>
    json(await listIncidents(ctx, Object.fromEntries(url.searchParams))),
  ),
})
