import { env } from '@/lib/core/env'
import { requireBearer } from '@/lib/http/bearer'
import { prometheusPage } from '@/lib/http/prometheus'
import { methods, route } from '@/lib/http/route'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'none' }, async ({ request }) => {
    requireBearer(request, env().METRICS_TOKEN, 'METRICS_TOKEN')
    const { text, type } = await prometheusPage(Date.now())
    return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
  }),
})
