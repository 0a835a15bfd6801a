import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { listRules } from '@/lib/services/list-rules'
import { createRule } from '@/lib/services/save-rule'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json({ rules: await listRules(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createRule(ctx, await readJson(request)), { status: 201 }),
  ),
})
