import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { assignIncident } from '@/lib/services/assign-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/assign' },
    async ({ ctx, params: { id = '' }, request }) =>
      json(await assignIncident(ctx, id, await readJson(request))),
  ),
})
