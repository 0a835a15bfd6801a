import { openApiDocument } from '@/lib/http/openapi'
import { methods, route } from '@/lib/http/route'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { auth: 'none' },
    async () =>
      new Response(openApiDocument(), {
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' },
      }),
  ),
})
