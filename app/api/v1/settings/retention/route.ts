import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { readRetentionState } from '@/lib/services/read-retention'
import { saveRetention } from '@/lib/services/save-retention'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await readRetentionState(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveRetention(ctx, await readJson(request))),
  ),
})
