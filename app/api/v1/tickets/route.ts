import { streamText, wantsCsv } from '@/lib/http/csv'
import { json, methods, route } from '@/lib/http/route'
import { listTickets, ticketsCsv } from '@/lib/services/list-tickets'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read' }, async ({ request, url, ctx }) => {
    if (!wantsCsv(request)) return json(await listTickets(ctx, url.searchParams))
    return await streamText(await ticketsCsv(ctx, url.searchParams), request, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="tickets.csv"',
      'cache-control': 'no-store',
    })
  }),
})
