import { drain } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { escalateIncident } from '@/lib/services/escalate-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/escalate' },
    async ({ ctx, params: { id = '' }, request }) => {
      await drain(request)
      return json(await escalateIncident(ctx, id))
    },
  ),
})
