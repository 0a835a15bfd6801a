import { json, methods, route } from '@/lib/http/route'
import { readHealth } from '@/lib/services/read-health'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'none' }, async () => {
    const health = await readHealth(Date.now())
    return json(health, {
      status: health.database === 'up' ? 200 : 503,
      headers: health.database === 'up' ? {} : { 'retry-after': '2' },
    })
  }),
})
