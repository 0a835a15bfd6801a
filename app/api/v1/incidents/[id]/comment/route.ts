import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { commentIncident } from '@/lib/services/comment-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/comment' },
    async ({ ctx, params: { id = '' }, request }) =>
      json(await commentIncident(ctx, id, await readJson(request))),
  ),
})
