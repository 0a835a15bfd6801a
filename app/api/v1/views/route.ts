import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { listSavedViews } from '@/lib/services/list-saved-views'
import { saveView } from '@/lib/services/save-view'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await listSavedViews(ctx))),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveView(ctx, await readJson(request)), { status: 201 }),
  ),
})
