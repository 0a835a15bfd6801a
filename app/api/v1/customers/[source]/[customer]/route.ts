import { json, methods, route } from '@/lib/http/route'
import { getCustomer } from '@/lib/services/get-customer'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: '/api/v1/customers/{source}/{customer}' }, async ({ ctx, params }) =>
    json(await getCustomer(ctx, params.source ?? '', params.customer ?? '')),
  ),
})
