import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { getAutomation } from '@/lib/services/get-automation'
import { switchAutomation } from '@/lib/services/switch-automation'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getAutomation(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await switchAutomation(ctx, await readJson(request))),
  ),
})
