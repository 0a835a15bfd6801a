import { env } from '@/lib/core/env'
import { requireBearer } from '@/lib/http/bearer'
import { deliveryTools } from '@/lib/http/delivery-tools'
import { json, methods, route } from '@/lib/http/route'
import { systemContext } from '@/lib/services/context'
import { runCronJob } from '@/lib/services/run-cron-job'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none', path: '/api/cron/{job}' }, async ({ request, params }) => {
    requireBearer(request, env().CRON_SECRET, 'CRON_SECRET')
    const ctx = systemContext('cron', Date.now())
    return json(await runCronJob(ctx, params.job ?? '', undefined, deliveryTools('cron')))
  }),
})
