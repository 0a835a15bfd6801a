import { unavailable } from '@/lib/core/errors'
import { isShuttingDown } from '@/lib/core/shutdown'
import { json, methods, route } from '@/lib/http/route'
import { readHealth } from '@/lib/services/read-health'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'none' }, async () => {
    if (isShuttingDown()) throw unavailable('This process is ending.', 5)
    const { database } = await readHealth(Date.now())
    if (database === 'down') throw unavailable()
    return json({ status: 'ok' })
  }),
})
