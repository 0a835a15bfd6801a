import { json, methods, route } from '@/lib/http/route'
import { signOutPerson } from '@/lib/services/sign-out-person'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'any', path: '/api/v1/people/{id}/sign-out' }, async ({ ctx, params }) =>
    json(await signOutPerson(ctx, params.id ?? '')),
  ),
})
