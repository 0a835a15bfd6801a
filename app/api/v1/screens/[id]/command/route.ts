import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { commandScreen } from '@/lib/services/command-screen'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/screens/{id}/command' }, async ({ ctx, params, request }) =>
    json(await commandScreen(ctx, params.id ?? '', await readJson(request))),
  ),
})
