import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { backtestRule } from '@/lib/services/backtest-rule'

export const dynamic = 'force-dynamic'

// A question with a body: a rule that is being edited has no address.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'read' }, async ({ ctx, request }) =>
    json(await backtestRule(ctx, await readJson(request))),
  ),
})
