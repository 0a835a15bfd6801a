import { parseJson, readJson } from '@/lib/http/body'
import { streamFile } from '@/lib/http/file'
import { methods, route } from '@/lib/http/route'
import { streamExport, streamShown } from '@/lib/services/stream-export'

export const dynamic = 'force-dynamic'

const MOST = 24 * 1024 * 1024

/**
 * A table as a file. `GET ?kind=query|tickets&format=csv|xlsx&title=…&q=…&page=…` asks the question anew and sends the
 * answer; `POST` writes exactly the rows a screen shows.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'read', path: '/export' }, async ({ ctx, url, request }) => {
    const ask = (name: string) => url.searchParams.get(name) ?? undefined
    const kind = ask('kind')
    const q = ask('q') ?? ''
    const file = await streamExport(ctx, {
      kind,
      format: ask('format') ?? 'csv',
      title: ask('title') ?? 'Helmline',
      page: ask('page'),
      query: kind === 'query' ? parseJson(q) : q,
    })
    return await streamFile(file, file.pieces, request)
  }),
  POST: route({ auth: 'read', path: '/export', ownDeadline: true }, async ({ ctx, request }) => {
    const file = await streamShown(ctx, await readJson(request, MOST))
    return await streamFile(file, file.pieces, request)
  }),
})
