import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { listLadders } from '@/lib/services/list-ladders'
import { saveLadder } from '@/lib/services/save-ladder'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json(await listLadders(ctx))),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveLadder(ctx, null, await readJson(request)), { status: 201 }),
  ),
})
