import { invalid } from '@/lib/core/errors'

/**
 * What the client had seen when it changed something: `If-Match: "123"`, a number that a page of settings is as of;
 * null = it does not say, and the last change wins. Throws 400 for anything else.
 */
export function seenOf(request: Request): number | null {
  const header = request.headers.get('if-match')
  if (header === null || header.trim() === '*') return null
  const number = /^\s*"(\d{1,15})"\s*$/.exec(header)?.[1]
  if (number === undefined)
    throw invalid('If-Match must be a number in quotation marks, as the page gave it.')
  return Number(number)
}
