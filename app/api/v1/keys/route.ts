import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createApiKey } from '@/lib/services/create-api-key'
import { listApiKeys } from '@/lib/services/list-api-keys'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json({ keys: await listApiKeys(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createApiKey(ctx, await readJson(request)), { status: 201 }),
  ),
})
