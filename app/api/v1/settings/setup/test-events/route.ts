import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { removeTestEvents } from '@/lib/services/remove-test-events'
import { sendTestEvents } from '@/lib/services/send-test-events'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await sendTestEvents(ctx, await readJson(request)), { status: 201 }),
  ),
  DELETE: route({ auth: 'any' }, async ({ ctx }) => json(await removeTestEvents(ctx))),
})
