import { json, methods, route } from '@/lib/http/route'
import { listDeliveries } from '@/lib/services/list-deliveries'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx, url }) => {
    const { state, ...rest } = Object.fromEntries(url.searchParams)
    return json(
      await listDeliveries(ctx, { ...rest, ...(state === undefined ? {} : { state: state.split(',') }) }),
    )
  }),
})
