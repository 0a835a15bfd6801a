import { notFound } from '@/lib/core/errors'
import { problemResponse } from '@/lib/http/problem'

export const dynamic = 'force-dynamic'

/** Everything under /api that no other route answers. */
function nothingHere(request: Request): Response {
  return problemResponse(notFound(), new URL(request.url).pathname)
}

export const GET = nothingHere
export const POST = nothingHere
export const PUT = nothingHere
export const PATCH = nothingHere
export const DELETE = nothingHere
export const OPTIONS = nothingHere
