import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createImprovement } from '@/lib/services/create-improvement'
import { listImprovements } from '@/lib/services/list-improvements'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json({ rows: await listImprovements(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createImprovement(ctx, await readJson(request)), { status: 201 }),
  ),
})
