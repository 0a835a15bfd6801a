import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { saveOrganisationItem } from '@/lib/services/save-organisation-item'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/settings/organisation/{kind}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await saveOrganisationItem(ctx, params.kind ?? '', null, await readJson(request)), { status: 201 }),
  ),
})
