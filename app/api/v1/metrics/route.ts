import { json, methods, route } from '@/lib/http/route'
import { listMetrics } from '@/lib/services/list-metrics'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json(await listMetrics(ctx))),
})
