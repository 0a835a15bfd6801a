/** Claims, releases and notes of tickets; a refusal becomes a word the pages have a sentence for (`radar.<word>`). */
import type { TicketKey } from './drawer-address'

export type ActionResult = 'done' | 'taken' | 'gone' | 'failed'

/** Claims, releases or notes a ticket. */
export async function callTicket(
  row: TicketKey,
  deed: 'claim' | 'release' | 'note',
  body?: object,
): Promise<ActionResult> {
  const path = `/api/v1/tickets/${encodeURIComponent(row.source)}/${encodeURIComponent(row.subject)}/${deed}`
  try {
    const answer = await fetch(path, {
      method: 'POST',
      cache: 'no-store',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (answer.ok) return 'done'
    if (answer.status === 409) {
      const problem = (await answer.json().catch(() => null)) as { detail?: string } | null
      return problem?.detail?.includes('waits') === true ? 'gone' : 'taken'
    }
    return answer.status === 404 ? 'gone' : 'failed'
  } catch {
    return 'failed'
  }
}
