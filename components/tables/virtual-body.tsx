'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect } from 'react'

const HEAD = 30
const ROW = 34
const PHONE_ROW = 61

/** The rows of a long table: only those near the window of the scroller are there. Loaded when a table is long. */
export function VirtualBody({
  count,
  columns,
  scroller,
  phone,
  keyOf,
  renderRow,
  scrollTo,
  onLast,
}: {
  readonly count: number
  readonly columns: number
  readonly scroller: RefObject<HTMLElement | null>
  readonly phone: boolean
  readonly keyOf: (index: number) => string
  readonly renderRow: (index: number, measure: (element: HTMLElement | null) => void) => ReactNode
  /** filled with the way to bring a row into sight */
  readonly scrollTo: RefObject<((index: number) => void) | null>
  /** called with the last row that is there */
  readonly onLast: (index: number) => void
}) {
  const head = phone ? 0 : HEAD
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? PHONE_ROW : ROW),
    getItemKey: keyOf,
    overscan: 16,
    scrollMargin: head,
    scrollPaddingStart: head,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const lastIndex = last?.index ?? -1

  useEffect(() => {
    scrollTo.current = (index) => virtualizer.scrollToIndex(index)
    return () => {
      scrollTo.current = null
    }
  }, [virtualizer, scrollTo])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another size of row is another layout
  useEffect(() => {
    virtualizer.measure()
  }, [phone])

  useEffect(() => {
    if (lastIndex >= 0) onLast(lastIndex)
  }, [lastIndex, onLast])

  const above = first ? first.start - head : 0
  // Without rows the height must be there all the same, or the box has none to show rows in.
  const below = virtualizer.getTotalSize() + head - (last?.end ?? head)
  return (
    <tbody>
      {above > 0 ? <Spacer height={above} columns={columns} /> : null}
      {items.map((item) => renderRow(item.index, virtualizer.measureElement))}
      {below > 0 ? <Spacer height={below} columns={columns} /> : null}
    </tbody>
  )
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden className="dt-spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
