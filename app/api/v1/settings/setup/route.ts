import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { readSetup } from '@/lib/services/read-setup'
import { saveSetupStep } from '@/lib/services/save-setup-step'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json(await readSetup(ctx))),
  PUT: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await saveSetupStep(ctx, await readJson(request))),
  ),
})
