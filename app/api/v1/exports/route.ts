import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createExport } from '@/lib/services/create-export'
import { listExports } from '@/lib/services/list-exports'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ ctx }) => json(await listExports(ctx))),
  POST: route({ auth: 'read' }, async ({ request, ctx }) => {
    const begun = await createExport(ctx, await readJson(request))
    if ('href' in begun) return json(begun)
    return json(begun, { status: 202, headers: { location: `/api/v1/exports/${begun.id}` } })
  }),
})
