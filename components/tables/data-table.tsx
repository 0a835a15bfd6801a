'use client'

import { ArrowDown, ArrowUp, Check, ChevronDown, Columns3 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import {
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { figureData, sampleData } from '@/components/ui/figure-data'
import { Pop } from '@/components/ui/pop'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { moveFocus } from '@/components/views/move-focus'
import './data-table.css'
import { ExportMenu } from './export-menu'
import {
  columnWidths,
  descendsFirst,
  nextSort,
  type PhonePlace,
  PLAIN_ROWS,
  phonePlaces,
  sortRows,
} from './layout'
import { MENU_ITEM } from './menu-item'
import type { TableCell, TableColumn, TableExport, TableRow, TableSelection, TableSort } from './types'
import { useSort } from './use-sort'
import type { VirtualBody } from './virtual-body'

export type { TableCell, TableColumn, TableExport, TableRow, TableSelection, TableSort } from './types'

/** Chosen columns: shown or not, by id. */
type Choice = Readonly<Record<string, boolean>>

/** Said aloud for phones, where the rows are laid out as grids and lose the roles a table gives them. */
const AS = {
  table: { role: 'table' },
  row: { role: 'row' },
  cell: { role: 'cell' },
  head: { role: 'columnheader' },
} as const

const storageKey = (id: string) => `helmline.columns.${id}`

/** The choice of columns this browser remembers for a table; {} where it has none or keeps nothing. */
function remembered(id: string): Choice {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storageKey(id)) ?? '{}')
    if (typeof found !== 'object' || found === null) return {}
    return Object.fromEntries(
      Object.entries(found).filter((it): it is [string, boolean] => typeof it[1] === 'boolean'),
    )
  } catch {
    return {}
  }
}

function remember(id: string, choice: Choice): void {
  try {
    if (Object.keys(choice).length === 0) localStorage.removeItem(storageKey(id))
    else localStorage.setItem(storageKey(id), JSON.stringify(choice))
  } catch {
    // A browser that keeps nothing shows the default columns next time.
  }
}

/**
 * A table for any list: sorted by click or keyboard, columns to choose (remembered in this browser by `id`), a file of
 * exactly what it shows, arrow keys or j and k through the rows, Enter opens one. More than 200 rows scroll virtually
 * in a box of their own; fewer stand in the page. Two lines a row on a phone. With `title` it is a card of its own;
 * without one its controls sit in the title row of the card around it.
 */
export function DataTable({
  id,
  label,
  columns,
  rows,
  title,
  hint,
  aside,
  sort = null,
  download,
  selection,
  foot,
  total,
  serverSort,
  onEnd,
  className,
}: {
  /** remembers the columns; the same for the same table everywhere */
  readonly id: string
  /** what the table shows: read aloud, and the name of its file */
  readonly label: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly aside?: ReactNode
  /** the order at first; null = as given */
  readonly sort?: TableSort | null
  readonly download?: TableExport
  readonly selection?: TableSelection
  /** stands below the rows */
  readonly foot?: ReactNode
  /** rows there are in all, where not all have come yet */
  readonly total?: number
  /** the rows come sorted; a click on a head asks for another order */
  readonly serverSort?: {
    readonly current: TableSort | null
    readonly onSort: (sort: TableSort | null) => void
  }
  /** called when the end of the rows comes near */
  readonly onEnd?: () => void
  readonly className?: string
}) {
  const t = useTranslations('table')
  const f = useFormats()
  const router = useRouter()
  const [sorting, setSorting] = useSort(id, sort, columns, serverSort === undefined)
  const [choice, setChoice] = useState<Choice>({})
  const [active, setActive] = useState(0)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [picked, setPicked] = useState<readonly string[]>([])
  const [fits, setFits] = useState(false)
  const [phone, setPhone] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const scrollTo = useRef<((index: number) => void) | null>(null)

  useEffect(() => setChoice(remembered(id)), [id])

  const visibility = useMemo(
    (): Choice =>
      Object.fromEntries(
        columns.map((column) => [column.id, column.fixed || (choice[column.id] ?? !column.defaultHidden)]),
      ),
    [columns, choice],
  )
  const current = serverSort ? serverSort.current : sorting
  const sorted = useMemo(
    () => (serverSort ? rows : sortRows(rows, sorting, f.locale)),
    [serverSort, rows, sorting, f.locale],
  )
  const sortBy = (column: TableColumn) => {
    const next = nextSort(current, column)
    setActive(0)
    if (serverSort) serverSort.onSort(next)
    else setSorting(next)
  }
  const shown = columns.filter((column) => visibility[column.id])
  const places = useMemo(() => phonePlaces(shown), [shown])
  const count = Math.max(total ?? 0, rows.length)
  const virtual = count > PLAIN_ROWS
  const widths = useMemo(() => (virtual ? columnWidths(shown, rows) : null), [virtual, shown, rows])
  const Body = useVirtualBody(virtual)

  useEffect(() => {
    const media = matchMedia('(width < 768px)')
    const read = () => setPhone(media.matches)
    read()
    media.addEventListener('change', read)
    return () => media.removeEventListener('change', read)
  }, [])

  useEffect(() => {
    const box = scroller.current
    const inner = grid.current
    if (!box || !inner || virtual) return
    const measure = () => setFits(inner.scrollWidth <= box.clientWidth + 1)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    observer.observe(inner)
    return () => observer.disconnect()
  }, [virtual])

  const near = useCallback(
    (index: number) => {
      if (onEnd && index >= rows.length - 40) onEnd()
    },
    [onEnd, rows.length],
  )

  // By the row's own link where it has one, so that whoever listens to links (the ticket's drawer) hears of it.
  const go = (href: string, line: Element | null, event: { metaKey: boolean; ctrlKey: boolean }) => {
    const link = [...(line?.querySelectorAll('a') ?? [])].find((it) => it.getAttribute('href') === href)
    const { metaKey, ctrlKey } = event
    if (metaKey || ctrlKey) window.open(href, '_blank', 'noopener')
    else if (link) link.click()
    else router.push(href)
  }

  const focusRow = (index: number) => {
    const next = Math.min(Math.max(index, 0), sorted.length - 1)
    setActive(next)
    scrollTo.current?.(next)
    // A row that was out of sight comes with the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus()),
    )
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const target = event.target as HTMLElement
    if (event.altKey || (event.target !== event.currentTarget && target.dataset.row === undefined)) return
    const row = Number(target.dataset.row)
    const page = 15
    const to: Partial<Record<string, number>> = {
      ArrowDown: row + 1,
      j: row + 1,
      ArrowUp: row - 1,
      k: row - 1,
      PageDown: row + page,
      PageUp: row - page,
      Home: 0,
      End: sorted.length - 1,
    }
    const next = to[event.key]
    if (next !== undefined && !event.metaKey && !event.ctrlKey) {
      event.preventDefault()
      focusRow(next)
    } else if (event.key === 'Enter') {
      const entry = sorted[row]
      const href = entry?.href ?? shown.map((column) => entry?.cells[column.id]?.href).find(Boolean)
      if (href) {
        event.preventDefault()
        go(href, target.closest('tr'), event)
      }
    } else if (event.key === ' ' && selection && sorted[row]) {
      event.preventDefault()
      pick(sorted[row].id)
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      scroller.current?.scrollBy({ left: event.key === 'ArrowRight' ? 80 : -80 })
    }
  }

  // Links in cells are plain: thousands of them cost nothing until one is clicked.
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    if (event.defaultPrevented || event.button !== 0 || event.shiftKey || event.altKey) return
    const target = event.target as HTMLElement
    const link = target.closest('a')
    if (link) {
      const href = link.getAttribute('href')
      if (href?.startsWith('/') && !event.metaKey && !event.ctrlKey && !link.target) {
        event.preventDefault()
        router.push(href)
      }
      return
    }
    if (target.closest('button, input, label')) return
    const line = target.closest<HTMLElement>('tr[data-href]')
    if (line?.dataset.href && !window.getSelection()?.toString()) go(line.dataset.href, line, event)
  }

  const pick = (rowId: string) =>
    setPicked((before) =>
      before.includes(rowId)
        ? before.filter((it) => it !== rowId)
        : [...before, rowId].slice(-(selection?.max ?? 1)),
    )
  const unfold = (rowId: string) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(rowId)) next.add(rowId)
      return next
    })

  const choose = (next: Choice) => {
    setChoice(next)
    remember(id, next)
  }

  const columnCount = shown.length + (selection ? 2 : 1)
  const renderRow = (index: number, measure?: (element: HTMLElement | null) => void) => {
    const entry = sorted[index]
    if (!entry) return null
    const isOpen = open.has(entry.id)
    return (
      <tr
        key={entry.id}
        ref={measure}
        {...AS.row}
        tabIndex={index === Math.min(active, sorted.length - 1) ? 0 : -1}
        data-row={index}
        data-index={index}
        aria-rowindex={virtual ? index + 2 : undefined}
        data-href={entry.href}
        data-open={isOpen || undefined}
        data-picked={picked.includes(entry.id) || undefined}
        onFocus={(event) => {
          if (event.target === event.currentTarget && index !== active) setActive(index)
        }}
      >
        {selection ? (
          <td {...AS.cell} className="w-9">
            <input
              type="checkbox"
              checked={picked.includes(entry.id)}
              onChange={() => pick(entry.id)}
              aria-label={t('pick', { name: entry.cells[shown[0]?.id ?? '']?.text ?? entry.id })}
              className="block size-4 accent-ink"
            />
          </td>
        ) : null}
        {shown.map((column) => (
          <Cell
            key={column.id}
            column={column}
            place={places[column.id] ?? 'more'}
            cell={entry.cells[column.id]}
          />
        ))}
        <td className="dt-more">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={isOpen ? t('less') : t('more')}
            onClick={() => unfold(entry.id)}
            className="grid size-11 place-items-center text-ink-3"
          >
            <ChevronDown size={16} aria-hidden className={cx(isOpen && 'rotate-180')} />
          </button>
        </td>
      </tr>
    )
  }

  const hideable = columns.filter((column) => !column.fixed)
  const tools = (
    <div
      className={cx(
        'dt-tools flex items-center gap-1',
        title === undefined && 'absolute -top-[31px] right-2 z-10 max-md:-top-10',
      )}
    >
      {selection && picked.length > 1 ? (
        <Link
          href={`${selection.href}${picked.map(encodeURIComponent).join(',')}`}
          className={button({ size: 'small' })}
        >
          {selection.label.replace('{count}', String(picked.length))}
        </Link>
      ) : null}
      {hideable.length > 1 ? (
        <Pop
          label={t('chooseColumns')}
          aria-label={t('chooseColumns')}
          align="end"
          width="min-w-[200px]"
          className={button({ look: 'quiet', size: 'small', className: 'max-md:w-11 max-md:px-0' })}
          panel={() => (
            <div
              role="menu"
              tabIndex={-1}
              aria-label={t('chooseColumns')}
              onKeyDown={moveFocus}
              className="p-1 outline-none"
            >
              {hideable.map((column) => {
                const on = visibility[column.id] ?? true
                return (
                  <button
                    key={column.id}
                    type="button"
                    role="menuitemcheckbox"
                    aria-checked={on}
                    className={MENU_ITEM}
                    onClick={() => choose({ ...choice, [column.id]: !on })}
                  >
                    <span
                      aria-hidden
                      className="grid size-4 place-items-center rounded-badge border border-line-2 data-on:border-ink data-on:bg-ink data-on:text-bg"
                      data-on={on ? '' : undefined}
                    >
                      {on ? <Check size={11} strokeWidth={3} /> : null}
                    </span>
                    {column.label}
                  </button>
                )
              })}
              <hr className="my-1 border-line" />
              <button
                type="button"
                role="menuitem"
                className={MENU_ITEM}
                disabled={Object.keys(choice).length === 0}
                onClick={() => choose({})}
              >
                {t('resetColumns')}
              </button>
            </div>
          )}
        >
          <Columns3 size={14} strokeWidth={1.6} aria-hidden />
          <span className="max-md:hidden">{t('columns')}</span>
        </Pop>
      ) : null}
      {download && rows.length > 0 ? (
        <ExportMenu download={download} label={label} shown={() => ({ columns: shown, rows: sorted })} />
      ) : null}
    </div>
  )

  const body =
    virtual && Body && Body !== 'failed' ? (
      <Body
        count={sorted.length}
        columns={columnCount}
        scroller={scroller}
        phone={phone}
        keyOf={(index) => sorted[index]?.id ?? String(index)}
        renderRow={renderRow}
        scrollTo={scrollTo}
        onLast={near}
      />
    ) : (
      <tbody>
        {sorted.slice(0, virtual && !Body ? 40 : sorted.length).map((_, index) => renderRow(index))}
      </tbody>
    )

  const content = (
    <div
      ref={scroller}
      className="dt-scroll"
      data-fits={(fits && !virtual) || undefined}
      data-virtual={virtual || undefined}
    >
      <table
        ref={grid}
        className="grid-table dt"
        {...AS.table}
        aria-label={label}
        aria-rowcount={virtual ? count + 1 : undefined}
        data-fixed={widths ? '' : undefined}
        data-rows={rows.length}
        style={widths && !phone ? { minWidth: widths.least } : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {widths ? (
          <colgroup>
            {selection ? <col style={{ width: 36 }} /> : null}
            {widths.columns.map((column) => (
              <col key={column.id} style={column.width === null ? undefined : { width: column.width }} />
            ))}
          </colgroup>
        ) : null}
        <thead>
          <tr {...AS.row} aria-rowindex={virtual ? 1 : undefined}>
            {selection ? <th scope="col" className="w-9" aria-label={t('pick', { name: '' })} /> : null}
            {shown.map((column) => {
              const order = current?.id === column.id ? current : null
              const sortable = column.sortable !== false && !column.glyph
              return (
                <th
                  key={column.id}
                  scope="col"
                  {...AS.head}
                  title={column.hint}
                  className={cx(column.align === 'right' && 'right', column.glyph && 'w-9')}
                  data-grow={column.grow ? '' : undefined}
                  aria-sort={
                    sortable ? (order ? (order.desc ? 'descending' : 'ascending') : 'none') : undefined
                  }
                >
                  {column.glyph ? (
                    <span className="sr-only">{column.label}</span>
                  ) : sortable ? (
                    <button
                      type="button"
                      className={cx('dt-sort', column.align === 'right' && 'flex-row-reverse')}
                      onClick={() => sortBy(column)}
                    >
                      {column.label}
                      {(order?.desc ?? descendsFirst(column)) ? (
                        <ArrowDown size={11} strokeWidth={2} aria-hidden />
                      ) : (
                        <ArrowUp size={11} strokeWidth={2} aria-hidden />
                      )}
                    </button>
                  ) : (
                    column.label
                  )}
                </th>
              )
            })}
            <th className="dt-more" aria-hidden />
          </tr>
        </thead>
        {body}
      </table>
    </div>
  )
  if (title === undefined) {
    return (
      <div className={cx('data-table', className)} data-table={id}>
        {tools}
        {content}
        {foot}
      </div>
    )
  }
  return (
    <section className={cx('card data-table min-w-0', className)} data-table={id}>
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2.5 pb-2 max-md:px-5">
        <h2 className="text-card font-[600] text-ink">{title}</h2>
        {hint ? (
          <div className="flex flex-wrap items-center gap-x-3 text-caption text-ink-3">{hint}</div>
        ) : null}
        <div className="ml-auto flex items-center gap-2 text-caption text-ink-2">
          {aside}
          {tools}
        </div>
      </header>
      {content}
      {foot}
    </section>
  )
}

/** The part that scrolls long tables, loaded only for one. 'failed' = it did not come: all rows stand there then. */
function useVirtualBody(wanted: boolean): ComponentType<Parameters<typeof VirtualBody>[0]> | 'failed' | null {
  const [Body, setBody] = useState<ComponentType<Parameters<typeof VirtualBody>[0]> | 'failed' | null>(null)
  useEffect(() => {
    if (!wanted || Body) return
    let gone = false
    import('./virtual-body').then(
      (loaded) => {
        if (!gone) setBody(() => loaded.VirtualBody)
      },
      () => {
        if (!gone) setBody('failed')
      },
    )
    return () => {
      gone = true
    }
  }, [wanted, Body])
  return Body
}

function Cell({
  column,
  place,
  cell,
}: {
  readonly column: TableColumn
  readonly place: PhonePlace
  readonly cell: TableCell | undefined
}) {
  const common = {
    ...AS.cell,
    'data-phone': place,
    'data-label': column.label,
    'data-column': column.id,
    'data-figure': column.metric,
  }
  if (column.glyph) {
    return (
      <td {...common}>
        {cell?.state ? <StateGlyph state={cell.state} label={cell.hint ?? cell.text} /> : null}
      </td>
    )
  }
  const missing = cell === undefined || cell.value === null
  const metric = cell?.metric ?? column.metric
  const text = cell === undefined || cell.text === '' ? '—' : cell.text
  const inner = cell?.node ?? text
  return (
    <td
      {...common}
      className={column.align === 'right' ? 'right' : undefined}
      title={cell?.hint ?? (column.grow ? text : undefined)}
      data-title={column.fixed && column.align !== 'right' ? '' : undefined}
      data-grow={column.grow ? '' : undefined}
      data-quiet={missing || cell.quiet ? '' : undefined}
      data-state={cell?.state ?? undefined}
    >
      {cell?.href && cell.node === undefined ? (
        <a
          href={cell.href}
          className={column.align === 'right' ? 'num' : 'num dt-text'}
          {...(metric === undefined
            ? {}
            : typeof cell.value === 'number' && !cell.part
              ? figureData(metric, cell.value, cell.n)
              : cell.n === undefined
                ? {}
                : sampleData(metric, cell.n))}
        >
          {inner}
        </a>
      ) : column.align === 'right' ? (
        inner
      ) : (
        <span className="dt-text">{inner}</span>
      )}
      {cell?.vip ? <VipBadge className="ml-1.5" /> : null}
      {cell?.note ? <span className="dt-note">{cell.note}</span> : null}
    </td>
  )
}
