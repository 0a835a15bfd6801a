import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { listCauses, saveCauses } from '@/lib/services/save-causes'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json({ causes: await listCauses(ctx) })),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json({ causes: await saveCauses(ctx, await readJson(request)) }),
  ),
})
