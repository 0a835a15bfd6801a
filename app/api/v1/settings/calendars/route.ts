import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { listCalendars } from '@/lib/services/list-calendars'
import { saveCalendar } from '@/lib/services/save-calendar'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await listCalendars(ctx))),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveCalendar(ctx, null, await readJson(request)), { status: 201 }),
  ),
})
