import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { mayAnnotateAtAll } from '@/lib/services/annotation-input'
import { createAnnotation } from '@/lib/services/create-annotation'
import { listAnnotations } from '@/lib/services/list-annotations'

export const dynamic = 'force-dynamic'

const list = (text: string | null) => (text === null || text === '' ? null : text.split(','))

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx, url }) => {
    const { searchParams: search } = url
    const annotations = await listAnnotations(ctx, {
      from: search.get('from') ?? '',
      to: search.get('to') ?? '',
      channel: list(search.get('channel')),
      team: list(search.get('team')),
    })
    return json({ annotations, ...mayAnnotateAtAll(ctx) })
  }),
  POST: route({ auth: 'read' }, async ({ ctx, request }) =>
    json(await createAnnotation(ctx, await readJson(request)), { status: 201 }),
  ),
})
