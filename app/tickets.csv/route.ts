import { route } from '@/lib/http/route'
import { ticketsCsv } from '@/lib/services/list-tickets'

export const dynamic = 'force-dynamic'

/** The whole list of a page of rows as a file: the parameters of `GET /api/v1/tickets`, for a link in the browser. */
export const GET = route({ auth: 'read', path: '/tickets.csv' }, async ({ ctx, url }) => {
  const pieces = await ticketsCsv(ctx, url.searchParams)
  const encoder = new TextEncoder()
  let first = true
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else {
        // Excel takes UTF-8 without a mark for the local code page.
        controller.enqueue(encoder.encode(first ? `\uFEFF${value}` : value))
        first = false
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  const metric = url.searchParams.get('metric')
  const name = metric !== null && /^\w+$/.test(metric) ? `tickets-${metric}.csv` : 'tickets.csv'
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
})
