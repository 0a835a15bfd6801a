import { notFound } from '@/lib/core/errors'
import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { actOnTask, TASK_DEEDS, type TaskDeed } from '@/lib/services/act-on-task'
import { getTask } from '@/lib/services/get-task'

export const dynamic = 'force-dynamic'

const isDeed = (text: string): text is TaskDeed => (TASK_DEEDS as readonly string[]).includes(text)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/tasks/{id}/{deed}' }, async ({ ctx, params, request }) => {
    const { id = '', deed = '' } = params
    if (!isDeed(deed)) throw notFound()
    await actOnTask(ctx, id, deed, await readJson(request))
    return json(await getTask(ctx, id))
  }),
})
