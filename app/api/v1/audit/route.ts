import { json, methods, route } from '@/lib/http/route'
import { listAudit } from '@/lib/services/list-audit'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx, url }) =>
    json(await listAudit(ctx, Object.fromEntries(url.searchParams))),
  ),
})
