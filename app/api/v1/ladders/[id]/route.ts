import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { deleteLadder, saveLadder } from '@/lib/services/save-ladder'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/ladders/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await saveLadder(ctx, params.id ?? '', await readJson(request))),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await deleteLadder(ctx, { id: params.id ?? '' })),
  ),
})
