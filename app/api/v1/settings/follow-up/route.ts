import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { changeFollowUp, getFollowUp } from '@/lib/services/follow-up-settings'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getFollowUp(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await changeFollowUp(ctx, await readJson(request))),
  ),
})
