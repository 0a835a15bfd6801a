import type { ReactNode } from 'react'
import { DataTable } from '@/components/tables/data-table'
import { type ListedTicket, ticketColumns, ticketRow, ticketWords } from '@/components/tables/ticket-cells'
import type { PageKit } from './page-kit'

const plainAgent = (agent: string) => ({ text: agent, href: `/agents/${encodeURIComponent(agent)}` })

/** Some tickets of a page as a table of its own; a click opens one, and its file holds all of them. */
export function TicketRows({
  page,
  rows,
  query,
  title,
  hint,
  aside,
  agentOf = plainAgent,
  masked = false,
}: {
  readonly page: PageKit
  readonly rows: readonly ListedTicket[]
  /** the parameters of `GET /tickets` that list all of them */
  readonly query: string
  readonly title: string
  readonly hint: ReactNode
  readonly aside: ReactNode
  /** how an agent is named and what the name opens, where names may be masked */
  readonly agentOf?: (agent: string) => { readonly text: string; readonly href: string | undefined }
  /** true = its file holds no more than the screen, whose names are masked */
  readonly masked?: boolean
}) {
  const { t, f, ctx } = page
  const words = ticketWords(t)
  const context = { words, f, figure: null, frt: page.metric('frt_avg'), now: ctx.now }
  return (
    <DataTable
      id="newest"
      label={title}
      title={title}
      hint={hint}
      aside={aside}
      columns={ticketColumns(words, null)}
      rows={rows.map((ticket, index) => {
        const row = ticketRow(ticket, index, context)
        if (ticket.agent === null) return row
        const { text, href } = agentOf(ticket.agent)
        return { ...row, cells: { ...row.cells, agent: { value: text, text, href } } }
      })}
      download={masked ? { kind: 'rows' } : { kind: 'tickets', query }}
      className="max-md:rounded-none max-md:border-x-0"
    />
  )
}
