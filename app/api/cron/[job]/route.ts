import { env } from '@/lib/core/env'
import { requireBearer } from '@/lib/http/bearer'
import { json, methods, route } from '@/lib/http/route'
import { systemContext } from '@/lib/services/context'
import { runCronJob } from '@/lib/services/run-cron-job'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'none', path: '/api/cron/{job}' }, async ({ request, params }) => {
    requireBearer(request, env().CRON_SECRET, 'CRON_SECRET')
    return json(await runCronJob(systemContext('cron', Date.now()), params.job ?? ''))
  }),
})
