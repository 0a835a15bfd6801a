import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { seenOf } from '@/lib/http/seen'
import { getMetricTargets } from '@/lib/services/get-metric-targets'
import { saveMetricTargets } from '@/lib/services/save-metric-targets'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getMetricTargets(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveMetricTargets(ctx, await readJson(request), seenOf(request))),
  ),
})
