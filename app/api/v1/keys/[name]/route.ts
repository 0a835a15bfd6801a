import { json, methods, route } from '@/lib/http/route'
import { revokeApiKey } from '@/lib/services/revoke-api-key'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route({ auth: 'any', path: '/api/v1/keys/{name}' }, async ({ ctx, params }) =>
    json(await revokeApiKey(ctx, { name: params.name ?? '' })),
  ),
})
