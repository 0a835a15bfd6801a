import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { switchRule } from '@/lib/services/switch-rule'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/rules/{id}/switch' }, async ({ ctx, params, request }) =>
    json(await switchRule(ctx, params.id ?? '', await readJson(request))),
  ),
})
