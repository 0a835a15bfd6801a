import { json, methods, route } from '@/lib/http/route'
import { makePasswordLink } from '@/lib/services/make-password-link'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/people/{id}/link' }, async ({ ctx, params }) =>
    json(await makePasswordLink(ctx, params.id ?? ''), { status: 201 }),
  ),
})
