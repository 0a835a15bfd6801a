'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useAgentNames } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import type { Judged } from '@/lib/metrics/targets'
import { DataTable, type TableSort } from './data-table'
import { PLAIN_ROWS, sortRows } from './layout'
import { type AskedFigure, type ListedTicket, ticketColumns, ticketRow, ticketWords } from './ticket-cells'
import { type RowsSum, type SumKind, sumRows } from './ticket-sum'
import { useSort } from './use-sort'

/** Rows asked for at a time while scrolling, and while all are wanted. */
const PIECE = 200
const WHOLE_PIECE = 1000
/** Lists up to this length can be had whole in the browser, to be sorted by any column and added up. */
const WHOLE_AT_MOST = 10_000

interface Page {
  readonly rows: readonly ListedTicket[]
  readonly nextCursor: string | null
}

/**
 * The rows behind a number: more come while one scrolls; another order than the newest first fetches all (up to
 * 10,000) and sorts them here. The foot says what the rows add up to, and what the screen said.
 */
export function TicketTable({
  first,
  total,
  atLeast,
  query,
  title,
  figure,
  sum,
  stated,
  frt,
  now,
}: {
  readonly first: Page
  readonly total: number
  /** there are more than `total` */
  readonly atLeast: boolean
  /** the list's parameters, without limit and cursor */
  readonly query: string
  readonly title: string
  readonly figure: AskedFigure | null
  /** how the rows become the number; null = they do not */
  readonly sum: SumKind | null
  /** the number as the door gives it for the same question; null = not asked */
  readonly stated: { readonly value: number | null; readonly n: number } | null
  /** what judges first responses */
  readonly frt: Judged | undefined
  /** server's now, epoch ms */
  readonly now: number
}) {
  const t = useTranslations('tickets')
  const tt = useTranslations('table')
  const texts = useTranslations()
  const f = useFormats()
  const [page, setPage] = useState(first)
  const words = useMemo(() => ticketWords(texts), [texts])
  const columns = useMemo(() => ticketColumns(words, figure), [words, figure])
  const [sort, setSort] = useSort('tickets', null, columns, true)
  const [busy, setBusy] = useState<'more' | 'all' | null>(null)
  const [failed, setFailed] = useState(false)
  const [refused, setRefused] = useState(false)
  const running = useRef<Promise<Page> | null>(null)
  const latest = useRef(page)
  latest.current = page

  // Another list: begin again with what came with it.
  const [shownFirst, setShownFirst] = useState(first)
  if (shownFirst !== first) {
    setShownFirst(first)
    setPage(first)
    setRefused(false)
    setFailed(false)
  }

  const fetchMore = useCallback(
    (piece: number): Promise<Page> => {
      running.current ??= (async () => {
        try {
          const { rows, nextCursor } = latest.current
          if (nextCursor === null) return latest.current
          const search = new URLSearchParams(query)
          search.set('limit', String(piece))
          search.set('cursor', nextCursor)
          const answer = await fetch(`/api/v1/tickets?${search}`)
          if (!answer.ok) throw new Error(`tickets answered ${answer.status}`)
          const next = (await answer.json()) as Page
          const joined = { rows: [...rows, ...next.rows], nextCursor: next.nextCursor }
          latest.current = joined
          setPage(joined)
          setFailed(false)
          return joined
        } finally {
          running.current = null
        }
      })()
      return running.current
    },
    [query],
  )

  const more = useCallback(() => {
    if (latest.current.nextCursor === null || running.current) return
    setBusy('more')
    fetchMore(PIECE)
      .catch(() => setFailed(true))
      .finally(() => setBusy(null))
  }, [fetchMore])

  const all = useCallback(async (): Promise<void> => {
    setBusy('all')
    try {
      while (latest.current.nextCursor !== null) await fetchMore(WHOLE_PIECE)
    } catch {
      setFailed(true)
    } finally {
      setBusy(null)
    }
  }, [fetchMore])

  // A list that stands in the page as it is has no end to scroll to.
  useEffect(() => {
    if (total <= PLAIN_ROWS && page.nextCursor !== null && !failed) more()
  }, [total, page.nextCursor, failed, more])

  const tooMany = atLeast || total > WHOLE_AT_MOST
  const counted = `${f.integer(total)}${atLeast ? '+' : ''}`

  const whole = page.nextCursor === null
  const given = sort === null || (sort.id === 'at' && sort.desc)
  const order = (next: TableSort | null) => {
    const newest = next === null || (next.id === 'at' && next.desc)
    setRefused(!newest && tooMany)
    if (newest || !tooMany) setSort(next)
  }

  // Any other order needs all of them; an address may ask for one.
  useEffect(() => {
    if (given || whole || failed) return
    if (!tooMany) void all()
    else {
      setSort(null)
      setRefused(true)
    }
  }, [given, whole, failed, tooMany, all, setSort])

  const names = useAgentNames()
  const rows = useMemo(() => {
    const made = page.rows.map((row, index) => ticketRow(row, index, { words, f, figure, frt, now, names }))
    return given || !whole ? made : sortRows(made, sort, f.locale)
  }, [page.rows, words, f, figure, frt, now, names, sort, given, whole])

  const added = useMemo(
    () => (whole && sum !== null ? sumRows(sum, page.rows) : null),
    [whole, sum, page.rows],
  )
  return (
    <DataTable
      id="tickets"
      label={title}
      title={t('rowsTitle')}
      hint={
        <>
          <span data-total={total}>{t('total', { total: counted })}</span>
          <span>{sort === null ? t('newestFirst') : null}</span>
        </>
      }
      columns={columns}
      rows={rows}
      total={total}
      download={{ kind: 'tickets', query }}
      serverSort={{ current: sort, onSort: order }}
      onEnd={more}
      foot={
        <footer
          data-foot
          className="flex min-h-[38px] flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-caption text-ink-3 max-md:px-5"
        >
          <Foot
            counted={counted}
            figure={figure}
            stated={stated}
            added={added}
            canAdd={sum !== null && !tooMany}
            busy={busy === 'all'}
            onAdd={() => void all()}
          />
          {refused ? (
            <span role="status" className="text-watch">
              {t('sortRefused', { most: f.integer(WHOLE_AT_MOST) })}
            </span>
          ) : null}
          {failed ? (
            <span role="alert" className="flex items-center gap-2 text-ink-2">
              {tt('loadFailed')}
              <button type="button" className="link" onClick={more}>
                {tt('retry')}
              </button>
            </span>
          ) : null}
          {whole ? null : (
            <span className="ml-auto">
              {busy ? tt('loading') : t('loaded', { done: f.integer(page.rows.length), total: counted })}
            </span>
          )}
        </footer>
      }
    />
  )
}

/** What the rows add up to, beside what the screen said. */
function Foot({
  counted,
  figure,
  stated,
  added,
  canAdd,
  busy,
  onAdd,
}: {
  /** how many tickets there are, in words */
  readonly counted: string
  readonly figure: AskedFigure | null
  readonly stated: { readonly value: number | null; readonly n: number } | null
  readonly added: RowsSum | null
  readonly canAdd: boolean
  readonly busy: boolean
  readonly onAdd: () => void
}) {
  const t = useTranslations('tickets')
  const f = useFormats()
  if (figure === null) return <span>{t('total', { total: counted })}</span>
  const value = (it: number | null) => f.value(figure.unit, it)
  if (added === null) {
    return (
      <>
        <span>
          {t('total', { total: counted })}
          {stated ? (
            <>
              {' · '}
              {figure.label} <b className="font-[600] text-ink">{value(stated.value)}</b>
              {figure.unit === 'count' ? null : ` · ${f.n(stated.n)}`}
            </>
          ) : null}
        </span>
        {canAdd ? (
          <Button look="quiet" size="small" onClick={onAdd} disabled={busy}>
            {busy ? t('adding') : t('addUp')}
          </Button>
        ) : null}
      </>
    )
  }
  const same = stated !== null && value(stated.value) === value(added.value) && stated.n === added.n
  return (
    <span data-sum={added.value ?? ''} data-n={added.n}>
      {t('total', { total: counted })}
      {' · '}
      {figure.unit === 'count' ? t('addsUp') : t('addsUpN', { n: f.integer(added.n) })}{' '}
      <b className="font-[600] text-ink">{value(added.value)}</b>
      {stated === null ? null : same ? (
        <> {t('equalsScreen')}</>
      ) : (
        <> {t('differsScreen', { value: value(stated.value), n: f.integer(stated.n) })}</>
      )}
    </span>
  )
}
