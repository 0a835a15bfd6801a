import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { getCompany } from '@/lib/services/get-company'
import { saveCompany } from '@/lib/services/save-company'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getCompany(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveCompany(ctx, await readJson(request))),
  ),
})
