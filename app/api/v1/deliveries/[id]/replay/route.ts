import { drain } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { replayDelivery } from '@/lib/services/replay-delivery'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/deliveries/{id}/replay' }, async ({ ctx, params, request }) => {
    await drain(request)
    return json(await replayDelivery(ctx, params.id ?? ''), { status: 201 })
  }),
})
