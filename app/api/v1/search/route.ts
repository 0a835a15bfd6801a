import { json, methods, route } from '@/lib/http/route'
import { search } from '@/lib/services/search'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) =>
    json(await search(ctx, { q: url.searchParams.get('q') })),
  ),
})
