import { notFound } from '@/lib/core/errors'
import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { updateImprovement } from '@/lib/services/update-improvement'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ auth: 'any', path: '/api/v1/improvements/{number}' }, async ({ ctx, params, request }) => {
    const number = Number(params.number)
    if (!Number.isInteger(number) || number < 1) throw notFound()
    await updateImprovement(ctx, number, await readJson(request))
    return json({ number })
  }),
})
