import { json, methods, route } from '@/lib/http/route'
import { listEntryPages } from '@/lib/services/list-entry-pages'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json({ pages: await listEntryPages(ctx) })),
})
