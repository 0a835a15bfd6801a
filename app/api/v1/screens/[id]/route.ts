import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { revokeScreen } from '@/lib/services/revoke-screen'
import { updateScreen } from '@/lib/services/update-screen'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/screens/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await updateScreen(ctx, params.id ?? '', await readJson(request))),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await revokeScreen(ctx, { screen: params.id ?? '' })),
  ),
})
