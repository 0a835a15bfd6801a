import type { ReactNode } from 'react'
import type { Names } from '@/components/people/agent-names'
import { DataTable } from '@/components/tables/data-table'
import { type ListedTicket, ticketColumns, ticketRow, ticketWords } from '@/components/tables/ticket-cells'
import type { PageKit } from './page-kit'

/** Some tickets of a page as a table of its own; a click opens one, and its file holds all of them. */
export function TicketRows({
  page,
  rows,
  query,
  title,
  hint,
  aside,
  names,
}: {
  readonly page: PageKit
  readonly rows: readonly ListedTicket[]
  /** the parameters of `GET /tickets` that list all of them */
  readonly query: string
  readonly title: string
  readonly hint: ReactNode
  readonly aside: ReactNode
  /** how the reader sees agents; where masked, the file holds no more than the screen */
  readonly names: Names
}) {
  const { t, f, ctx } = page
  const words = ticketWords(t)
  const context = { words, f, figure: null, frt: page.metric('frt_avg'), now: ctx.now, names }
  return (
    <DataTable
      id="newest"
      label={title}
      title={title}
      hint={hint}
      aside={aside}
      columns={ticketColumns(words, null)}
      rows={rows.map((ticket, index) => ticketRow(ticket, index, context))}
      download={names.hidden ? { kind: 'rows' } : { kind: 'tickets', query }}
      className="max-md:rounded-none max-md:border-x-0"
    />
  )
}
