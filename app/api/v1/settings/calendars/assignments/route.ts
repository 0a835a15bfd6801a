import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { assignCalendar } from '@/lib/services/assign-calendar'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await assignCalendar(ctx, await readJson(request))),
  ),
})
