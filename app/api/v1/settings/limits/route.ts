import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { seenOf } from '@/lib/http/seen'
import { getLimits } from '@/lib/services/get-limits'
import { saveLimits } from '@/lib/services/save-limits'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getLimits(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveLimits(ctx, await readJson(request), seenOf(request))),
  ),
})
