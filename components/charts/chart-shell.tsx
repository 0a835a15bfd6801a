'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/classes'
import type { FigureData } from '@/components/ui/figure-data'

const ChartMenu = dynamic(() => import('./chart-menu').then((module) => module.ChartMenu), { ssr: false })

/** The same figures as a table; the first column names the row. */
export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly {
    readonly cells: readonly string[]
    readonly href?: string | undefined
    /** the number whose rows `href` are */
    readonly figure?: FigureData | undefined
  }[]
}

/** Around a picture that has its figures as a table too: the menu above its right end, and one of both below. */
export function ChartShell({
  asTable,
  onToggle,
  table,
  label,
  height,
  flush = false,
  children,
}: {
  readonly asTable: boolean
  readonly onToggle: () => void
  readonly table: () => ChartTable
  readonly label: string
  /** px; the same for picture and table */
  readonly height: number
  /** the box ends where the card's content ends, not at the card's edge */
  readonly flush?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className="relative">
      <div className={cx('absolute -top-9 size-7', flush ? '-right-1' : 'right-3')}>
        <ChartMenu asTable={asTable} onToggle={onToggle} />
      </div>
      <div style={{ height }}>
        {asTable ? <Figures table={table()} label={label} /> : null}
        <div className={cx('size-full', asTable && 'hidden')}>{children}</div>
      </div>
    </div>
  )
}

function Figures({ table, label }: { readonly table: ChartTable; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} className="h-full overflow-auto" tabIndex={0}>
      <table className="grid-table">
        <thead>
          <tr>
            {table.columns.map((name, i) => (
              <th key={name} scope="col" className={i === 0 ? undefined : 'right'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ cells: [name, ...values], href, figure }) => (
            <tr key={name}>
              <td>
                {href ? (
                  <Link href={href} prefetch={false} {...figure}>
                    {name}
                  </Link>
                ) : (
                  name
                )}
              </td>
              {values.map((value, i) => (
                <td key={table.columns[i + 1]} className="right">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
