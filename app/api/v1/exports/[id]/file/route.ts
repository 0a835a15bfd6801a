import { streamFile } from '@/lib/http/file'
import { methods, route } from '@/lib/http/route'
import { getExportFile } from '@/lib/services/get-export'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: '/api/v1/exports/{id}/file' }, async ({ ctx, params, request }) => {
    const file = await getExportFile(ctx, params.id ?? '')
    return await streamFile(file, file.open(), request)
  }),
})
