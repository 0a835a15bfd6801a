import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { deleteAnnotation } from '@/lib/services/delete-annotation'
import { updateAnnotation } from '@/lib/services/update-annotation'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/annotations/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'read', path: PATH }, async ({ ctx, params, request }) =>
    json(await updateAnnotation(ctx, params.id ?? '', await readJson(request))),
  ),
  DELETE: route({ auth: 'read', path: PATH }, async ({ ctx, params }) =>
    json(await deleteAnnotation(ctx, params.id ?? '')),
  ),
})
