import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { previewRetention } from '@/lib/services/read-retention'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await previewRetention(ctx, await readJson(request))),
  ),
})
