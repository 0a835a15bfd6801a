import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createPerson } from '@/lib/services/create-person'
import { listUsers } from '@/lib/services/list-users'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json({ people: await listUsers(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await createPerson(ctx, await readJson(request)), { status: 201 }),
  ),
})
