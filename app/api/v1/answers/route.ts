import { json, methods, route } from '@/lib/http/route'
import { listAnswers } from '@/lib/services/list-answers'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ url, ctx }) => json(await listAnswers(ctx, url.searchParams))),
})
