import { json, methods, route } from '@/lib/http/route'
import { listCustomers } from '@/lib/services/list-customers'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) => json(await listCustomers(ctx, url.searchParams))),
})
