import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createSilence, listSilences } from '@/lib/services/silences'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json({ silences: await listSilences(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createSilence(ctx, await readJson(request)), { status: 201 }),
  ),
})
