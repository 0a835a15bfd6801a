import { json, methods, route } from '@/lib/http/route'
import { readInbox } from '@/lib/services/read-inbox'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) =>
    json(await readInbox(ctx, Object.fromEntries(url.searchParams))),
  ),
})
