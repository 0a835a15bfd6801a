import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { createScreen } from '@/lib/services/create-screen'
import { listScreens } from '@/lib/services/list-screens'
import { pairScreen } from '@/lib/services/pair-screen'

export const dynamic = 'force-dynamic'

// With the code of a television it is paired; without one the address to open is answered.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => json({ screens: await listScreens(ctx) })),
  POST: route({ auth: 'any' }, async ({ ctx, request }) => {
    const body = await readJson(request)
    const coded = typeof body === 'object' && body !== null && 'code' in body
    return json(coded ? await pairScreen(ctx, body) : await createScreen(ctx, body), { status: 201 })
  }),
})
