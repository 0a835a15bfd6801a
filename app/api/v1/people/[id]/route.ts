import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { updatePerson } from '@/lib/services/update-person'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'any', path: '/api/v1/people/{id}' }, async ({ ctx, params, request }) =>
    json(await updatePerson(ctx, params.id ?? '', await readJson(request))),
  ),
})
