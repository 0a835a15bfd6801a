import { json, methods, route } from '@/lib/http/route'
import { getTicket } from '@/lib/services/get-ticket'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: '/api/v1/tickets/{source}/{subject}' }, async ({ ctx, params }) =>
    json(await getTicket(ctx, params.source ?? '', params.subject ?? '')),
  ),
})
