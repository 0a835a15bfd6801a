import { json, methods, route } from '@/lib/http/route'

export const dynamic = 'force-dynamic'

// Alive means that this process answers; what stands behind it is the business of /api/readyz.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'none' }, async () => json({ status: 'ok' })),
})
