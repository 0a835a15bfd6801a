import { json, methods, route } from '@/lib/http/route'
import { releaseTicket } from '@/lib/services/release-ticket'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/tickets/{source}/{subject}/release' },
    async ({ ctx, params: { source, subject } }) => json(await releaseTicket(ctx, { source, subject })),
  ),
})
