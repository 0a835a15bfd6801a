import { drain } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { acknowledgeIncident } from '@/lib/services/acknowledge-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/acknowledge' },
    async ({ ctx, params: { id = '' }, request }) => {
      await drain(request)
      return json(await acknowledgeIncident(ctx, id))
    },
  ),
})
