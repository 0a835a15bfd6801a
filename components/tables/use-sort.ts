import { useSearchParams } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { readSort, writeSort } from './layout'
import type { TableColumn, TableSort } from './types'

/**
 * The order of a table, kept in the page's address as `sort.<table>` (see `writeSort`) without an entry of its own in the
 * history; the order at first is not written. An address of the same page that says nothing of it, such as that of
 * another filter, leaves the order as it is and is told it.
 */
export function useSort(
  id: string,
  first: TableSort | null,
  columns: readonly TableColumn[],
  kept: boolean,
): readonly [TableSort | null, (sort: TableSort | null) => void] {
  const parameter = `sort.${id}`
  const search = useSearchParams()
  const written = kept ? search.get(parameter) : null
  const [sorting, setSorting] = useState<TableSort | null>(() => {
    const asked = readSort(written, columns)
    return asked === undefined ? first : asked
  })
  const seen = useRef(written)
  const home = useRef(writeSort(first))

  useEffect(() => {
    if (!kept) return
    const address = new URL(window.location.href)
    const now = address.searchParams.get(parameter)
    const own = writeSort(sorting)
    const wanted = own === home.current ? null : own
    const told = seen.current !== written && written !== null && written === now
    seen.current = written
    if (told && written !== wanted) {
      const sort = readSort(written, columns)
      if (sort !== undefined) {
        setSorting(sort)
        return
      }
    }
    if (now === wanted) return
    if (wanted === null) address.searchParams.delete(parameter)
    else address.searchParams.set(parameter, wanted)
    window.history.replaceState(null, '', `${address.pathname}${address.search}${address.hash}`)
  }, [kept, parameter, written, sorting, columns])

  return [sorting, setSorting]
}
