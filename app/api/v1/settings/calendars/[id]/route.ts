import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { seenOf } from '@/lib/http/seen'
import { removeCalendar } from '@/lib/services/remove-calendar'
import { saveCalendar } from '@/lib/services/save-calendar'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/settings/calendars/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) =>
    json(await saveCalendar(ctx, params.id ?? '', await readJson(request), seenOf(request))),
  ),
  DELETE: route({ auth: 'any', path: PATH }, async ({ ctx, params }) =>
    json(await removeCalendar(ctx, params.id ?? '')),
  ),
})
