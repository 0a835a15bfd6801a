/** Which ticket the drawer shows, as it stands in the address (`?ticket=<source>/<subject>`), and in links. Pure. */

export interface TicketKey {
  readonly source: string
  readonly subject: string
}

const PARAMETER = 'ticket'

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** The ticket a path such as `/tickets/taobao/T-1` leads to; null = it leads elsewhere. */
export function ticketOfPath(path: string): TicketKey | null {
  const match = /^\/tickets\/([^/?#]+)\/([^/?#]+)$/.exec(path)
  const source = decoded(match?.[1] ?? '')
  const subject = decoded(match?.[2] ?? '')
  return source && subject ? { source, subject } : null
}

/** The path of a ticket's page. */
export const pathOfTicket = ({ source, subject }: TicketKey): string =>
  `/tickets/${encodeURIComponent(source)}/${encodeURIComponent(subject)}`

/** The ticket the address asks for; null = none. */
export function ticketOfAddress(search: URLSearchParams): TicketKey | null {
  const asked = search.get(PARAMETER)
  return asked === null ? null : ticketOfPath(`/tickets/${asked}`)
}

/** The address with another ticket in it, or none; `search` without "?". */
export function withTicket(path: string, search: string, ticket: TicketKey | null): string {
  const query = new URLSearchParams(search)
  if (ticket === null) query.delete(PARAMETER)
  else query.set(PARAMETER, pathOfTicket(ticket).slice('/tickets/'.length))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** The ticket before or after `of` among those listed; null at the ends and where it is not listed. */
export function neighbour(listed: readonly TicketKey[], of: TicketKey, step: 1 | -1): TicketKey | null {
  const at = listed.findIndex((it) => it.source === of.source && it.subject === of.subject)
  return at < 0 ? null : (listed[at + step] ?? null)
}
