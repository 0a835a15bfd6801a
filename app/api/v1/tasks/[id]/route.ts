import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { getTask } from '@/lib/services/get-task'
import { updateTask } from '@/lib/services/update-task'

export const dynamic = 'force-dynamic'

const PATH = '/api/v1/tasks/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: PATH }, async ({ ctx, params }) =>
    json(await getTask(ctx, params.id ?? '')),
  ),
  PATCH: route({ auth: 'any', path: PATH }, async ({ ctx, params, request }) => {
    await updateTask(ctx, params.id ?? '', await readJson(request))
    return json(await getTask(ctx, params.id ?? ''))
  }),
})
