import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { revealCustomer } from '@/lib/services/reveal-customer'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'read', path: '/api/v1/customers/{source}/{customer}/reveal' },
    async ({ request, ctx, params }) => {
      const body: unknown = await readJson(request)
      const reason = typeof body === 'object' && body !== null && 'reason' in body ? body.reason : undefined
      return json(await revealCustomer(ctx, { source: params.source, customer: params.customer, reason }))
    },
  ),
})
