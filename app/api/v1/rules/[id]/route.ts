import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { deleteRule } from '@/lib/services/delete-rule'
import { getRule } from '@/lib/services/get-rule'
import { saveRule } from '@/lib/services/save-rule'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/rules/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: PATH }, async ({ ctx, params }) =>
    json(await getRule(ctx, { id: params.id ?? '' })),
  ),
  PUT: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await saveRule(ctx, params.id ?? '', await readJson(request))),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await deleteRule(ctx, { id: params.id ?? '' })),
  ),
})
