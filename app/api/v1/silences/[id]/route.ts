import { json, methods, route } from '@/lib/http/route'
import { endSilence } from '@/lib/services/silences'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route({ auth: 'any', path: '/api/v1/silences/{id}' }, async ({ ctx, params }) =>
    json(await endSilence(ctx, { id: params.id ?? '' })),
  ),
})
