'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useTransition } from 'react'
import { DataTable, type TableColumn, type TableRow } from '@/components/tables/data-table'

/** Which order of the database a column stands for. */
const SORT_OF: Readonly<Record<string, string>> = { last: 'recent', value: 'value', tickets: 'tickets' }

/** Customers; the database orders them, so a click on a head goes to another address. */
export function CustomersTable({
  label,
  columns,
  rows,
  sort,
  href,
  title,
  hint,
  aside,
  foot,
}: {
  readonly label: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  /** `recent`, `value` or `tickets`; null = in no order that could be changed */
  readonly sort: string | null
  /** the page's address without `sort` and `cursor` */
  readonly href: string
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly aside?: ReactNode
  readonly foot?: ReactNode
}) {
  const router = useRouter()
  const [, start] = useTransition()
  const current = Object.keys(SORT_OF).find((id) => SORT_OF[id] === sort)
  return (
    <DataTable
      id="customers"
      label={label}
      columns={columns}
      rows={rows}
      title={title}
      hint={hint}
      aside={aside}
      foot={foot}
      download={{ kind: 'rows' }}
      serverSort={{
        current: current === undefined ? null : { id: current, desc: true },
        onSort: (asked) => {
          const by = asked === null ? 'recent' : (SORT_OF[asked.id] ?? 'recent')
          start(() => router.push(`${href}&sort=${by}`, { scroll: false }))
        },
      }}
      className="max-md:rounded-none max-md:border-x-0"
    />
  )
}
