import { readJson } from '@/lib/http/body'
import { json, methods, route } from '@/lib/http/route'
import { exportSettings } from '@/lib/services/export-settings'
import { importSettings } from '@/lib/services/import-settings'

export const dynamic = 'force-dynamic'

/** Bytes of a file at most: some thousands of rules, agents and duties. */
const LIMIT = 8 * 1024 * 1024

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ auth: 'any' }, async ({ ctx }) => {
    const file = await exportSettings(ctx)
    return json(file, {
      headers: {
        'content-disposition': `attachment; filename="helmline-settings-${file.exportedAt.slice(0, 10)}.json"`,
      },
    })
  }),
  POST: route({ auth: 'any' }, async ({ ctx, request }) =>
    json(await importSettings(ctx, await readJson(request, LIMIT))),
  ),
})
