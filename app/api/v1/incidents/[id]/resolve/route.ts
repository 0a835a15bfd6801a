import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { resolveIncident } from '@/lib/services/resolve-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/resolve' },
    async ({ ctx, params: { id = '' }, request }) =>
      json(await resolveIncident(ctx, id, await readJson(request))),
  ),
})
