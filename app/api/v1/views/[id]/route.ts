import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { deleteSavedView } from '@/lib/services/delete-saved-view'
import { updateSavedView } from '@/lib/services/update-saved-view'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/views/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await updateSavedView(ctx, params.id ?? '', await readJson(request))),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await deleteSavedView(ctx, params.id ?? '')),
  ),
})
