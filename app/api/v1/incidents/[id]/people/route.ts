import { json, methods, route } from '@/lib/http/route'
import { listIncidentPeople } from '@/lib/services/incident-people'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any', path: '/api/v1/incidents/{id}/people' }, async ({ ctx, params: { id = '' } }) =>
    json({ people: await listIncidentPeople(ctx, id) }),
  ),
})
