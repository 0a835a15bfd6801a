import { readJson } from '@/lib/http/body'
import { hostRefusal } from '@/lib/http/delivery-tools'
import { json, methods, route } from '@/lib/http/route'
import { listTargets } from '@/lib/services/list-targets'
import { createTarget } from '@/lib/services/save-target'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await listTargets(ctx))),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createTarget(ctx, await readJson(request), hostRefusal), { status: 201 }),
  ),
})
