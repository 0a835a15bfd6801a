import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { snoozeIncident } from '@/lib/services/snooze-incident'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/incidents/{id}/snooze' },
    async ({ ctx, params: { id = '' }, request }) =>
      json(await snoozeIncident(ctx, id, await readJson(request))),
  ),
})
