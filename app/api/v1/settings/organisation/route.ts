import { json, methods, route } from '@/lib/http/route'
import { getOrganisation } from '@/lib/services/get-organisation'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await getOrganisation(ctx))),
})
