import { json, methods, route } from '@/lib/http/route'
import { getIncident } from '@/lib/services/get-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: '/api/v1/incidents/{id}' }, async ({ ctx, params: { id = '' } }) =>
    json(await getIncident(ctx, id)),
  ),
})
