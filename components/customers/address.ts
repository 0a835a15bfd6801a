/** Addresses of customers, and of pages with some parameters replaced. Pure. */

/** Address of one customer. */
export function customerHref(source: string, customer: string): string {
  return `/customers/${encodeURIComponent(source)}/${encodeURIComponent(customer)}`
}

/** A query string with parameters replaced; null or '' removes one. Begins with "?", also where it is empty. */
export function withParameters(
  query: string,
  changes: Readonly<Record<string, string | null | undefined>>,
): string {
  const search = new URLSearchParams(query)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') search.delete(key)
    else search.set(key, value)
  }
  return `?${search.toString()}`
}
