import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { runQuery } from '@/lib/services/run-query'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'read' }, async ({ request, ctx }) =>
    json(await runQuery(ctx, await readJson(request))),
  ),
})
