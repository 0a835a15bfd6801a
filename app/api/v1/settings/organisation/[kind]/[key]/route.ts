import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { seenOf } from '@/lib/http/seen'
import { removeOrganisationItem } from '@/lib/services/remove-organisation-item'
import { saveOrganisationItem } from '@/lib/services/save-organisation-item'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/settings/organisation/{kind}/{key}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(
      await saveOrganisationItem(
        ctx,
        params.kind ?? '',
        params.key ?? '',
        await readJson(request),
        seenOf(request),
      ),
    ),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await removeOrganisationItem(ctx, params.kind ?? '', params.key ?? '')),
  ),
})
