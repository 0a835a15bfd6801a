import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { noteInput, noteTicket } from '@/lib/services/note-ticket'
import { parseInput } from '@/lib/services/parse-input'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { auth: 'any', path: '/api/v1/tickets/{source}/{subject}/note' },
    async ({ ctx, params: { source, subject }, request }) => {
      const { text } = parseInput(noteInput, await readJson(request))
      return json(await noteTicket(ctx, { source, subject, text }))
    },
  ),
})
