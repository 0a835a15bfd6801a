import { json, methods, route } from '@/lib/http/route'
import { previewLimit } from '@/lib/services/preview-limit'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx, url }) =>
    json(await previewLimit(ctx, Object.fromEntries(url.searchParams))),
  ),
})
