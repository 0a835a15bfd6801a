import { drain } from '@/lib/http/body'
import { deliveryTools } from '@/lib/http/delivery-tools'
import { json, methods, route } from '@/lib/http/route'
import { sendTest } from '@/lib/services/send-test'

export const dynamic = 'force-dynamic'

// A target that does not answer is waited for; the guard ends it after ten seconds.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/targets/{id}/test', ownDeadline: true },
    async ({ ctx, params, request }) => {
      await drain(request)
      return json(await sendTest(ctx, params.id ?? '', deliveryTools('test')))
    },
  ),
})
