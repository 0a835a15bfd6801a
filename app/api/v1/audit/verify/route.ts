import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { verifyAudit } from '@/lib/services/verify-audit'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await verifyAudit(ctx, await readJson(request))),
  ),
})
