import { json, methods, route } from '@/lib/http/route'
import { whoIsTold } from '@/lib/services/who-is-told'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx, url }) =>
    json(await whoIsTold(ctx, Object.fromEntries(url.searchParams))),
  ),
})
