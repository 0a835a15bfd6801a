import { json, methods, route } from '@/lib/http/route'
import { readAttention } from '@/lib/services/read-attention'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json(await readAttention(ctx))),
})
