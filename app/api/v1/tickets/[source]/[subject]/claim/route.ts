import { json, methods, route } from '@/lib/http/route'
import { claimTicket } from '@/lib/services/claim-ticket'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/tickets/{source}/{subject}/claim' },
    async ({ ctx, params: { source, subject } }) => json(await claimTicket(ctx, { source, subject })),
  ),
})
