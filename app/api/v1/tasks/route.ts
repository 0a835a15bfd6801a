import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createTask } from '@/lib/services/create-task'
import { listTasks } from '@/lib/services/list-tasks'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx, url }) =>
    json(await listTasks(ctx, Object.fromEntries(url.searchParams))),
  ),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createTask(ctx, await readJson(request)), { status: 201 }),
  ),
})
