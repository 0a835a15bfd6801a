import { json, methods, route } from '@/lib/http/route'
import { deleteExport } from '@/lib/services/delete-export'
import { getExport } from '@/lib/services/get-export'

export const dynamic = 'force-dynamic'

const path = '/api/v1/exports/{id}'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path }, async ({ ctx, params }) => json(await getExport(ctx, params.id ?? ''))),
  DELETE: route({ auth: 'read', path }, async ({ ctx, params }) => {
    await deleteExport(ctx, params.id ?? '')
    return new Response(null, { status: 204 })
  }),
})
