'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/classes'

export interface ListColumn<Key extends string> {
  readonly key: Key
  readonly label: string
  /** its head sorts the list */
  readonly sorts?: boolean
  readonly wrap?: boolean
}

export interface ListRow<Key extends string> {
  readonly id: string
  readonly cells: Readonly<Record<Key, ReactNode>>
  readonly actions?: ReactNode
  /** no longer in use */
  readonly dim?: boolean
}

export interface ListSort<Key extends string> {
  readonly by: Key
  readonly down: boolean
}

/** Said aloud for phones, where blocks lose the roles a table gives them. */
const AS = { table: { role: 'table' }, row: { role: 'row' }, cell: { role: 'cell' } } as const

/** A list of settings: a table from 768 px up, blocks on phones, where each cell says its column's name. */
export function ListTable<Key extends string>({
  label,
  columns,
  rows,
  actions,
  sort,
  onSort,
}: {
  readonly label: string
  readonly columns: readonly ListColumn<Key>[]
  readonly rows: readonly ListRow<Key>[]
  /** name of the column of actions; null = there are none */
  readonly actions: string | null
  readonly sort?: ListSort<Key> | null
  readonly onSort?: (by: Key) => void
}) {
  return (
    <div className="card overflow-x-auto max-md:overflow-visible">
      <table aria-label={label} {...AS.table} className="w-full border-collapse text-body max-md:block">
        <thead className="max-md:sr-only">
          <tr className="h-[30px] text-left text-caption text-ink-3">
            {columns.map(({ key, label: name, sorts }) => (
              <th
                key={key}
                scope="col"
                aria-sort={sort?.by === key ? (sort.down ? 'descending' : 'ascending') : undefined}
                className="px-3 font-[420] whitespace-nowrap first:pl-4"
              >
                {sorts ? (
                  <button
                    type="button"
                    onClick={() => onSort?.(key)}
                    className="inline-flex h-[26px] items-center gap-1 rounded-control hover:text-ink"
                  >
                    {name}
                    {sort?.by === key ? (
                      sort.down ? (
                        <ArrowDown size={12} aria-hidden />
                      ) : (
                        <ArrowUp size={12} aria-hidden />
                      )
                    ) : null}
                  </button>
                ) : (
                  name
                )}
              </th>
            ))}
            {actions === null ? null : (
              <th scope="col" className="pr-4 text-right font-[420]">
                {actions}
              </th>
            )}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map(({ id, cells, actions: deeds, dim }) => (
            <tr
              key={id}
              {...AS.row}
              data-row={id}
              className={cx(
                'border-t border-line max-md:block max-md:px-5 max-md:py-3 max-md:text-phone',
                dim && 'text-ink-3',
              )}
            >
              {columns.map(({ key, label: name, wrap }, at) => (
                <td
                  key={key}
                  {...AS.cell}
                  className={cx(
                    'px-3 py-2 align-top max-md:block max-md:px-0 max-md:py-0.5',
                    at === 0 && 'md:pl-4',
                    !wrap && 'md:whitespace-nowrap',
                  )}
                >
                  {at === 0 ? null : <span className="mr-2 text-ink-3 md:hidden">{name}</span>}
                  {cells[key]}
                </td>
              ))}
              {actions === null ? null : (
                <td
                  {...AS.cell}
                  className="px-3 py-1.5 text-right align-top whitespace-nowrap max-md:mt-2 max-md:flex max-md:flex-wrap max-md:gap-2 max-md:px-0 md:pr-4"
                >
                  {deeds}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A deed on one row: quiet on desks, a button on phones. `about` completes its name for those who cannot see the row. */
export function RowDeed({
  about,
  onClick,
  children,
  ...data
}: {
  readonly about: string
  readonly onClick: () => void
  readonly children: string
  readonly 'data-do'?: string
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={`${children} · ${about}`}
      className="h-[26px] rounded-control px-2 text-body font-[540] text-ink-2 hover:bg-accent hover:text-ink max-md:h-11 max-md:border max-md:border-line-2 max-md:px-4"
      {...data}
    >
      {children}
    </button>
  )
}
