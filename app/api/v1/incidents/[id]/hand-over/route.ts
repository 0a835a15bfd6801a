import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { handOverIncident } from '@/lib/services/assign-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/hand-over' },
    async ({ ctx, params: { id = '' }, request }) =>
      json(await handOverIncident(ctx, id, await readJson(request))),
  ),
})
