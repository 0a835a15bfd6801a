import { json, methods, route } from '@/lib/http/route'
import { listComplaints } from '@/lib/services/list-complaints'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) => json(await listComplaints(ctx, url.searchParams))),
})
