import { readJson } from '@/lib/http/body'
import { hostRefusal } from '@/lib/http/delivery-tools'
import { json, methods, route } from '@/lib/http/route'
import { deleteTarget } from '@/lib/services/delete-target'
import { updateTarget } from '@/lib/services/save-target'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/targets/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await updateTarget(ctx, params.id ?? '', await readJson(request), hostRefusal)),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await deleteTarget(ctx, params.id ?? '')),
  ),
})
