'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { agentName } from '@/components/people/agent-names'
import { useAgentNames } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { callTicket } from '@/components/tickets/call-ticket'
import { useRefused } from '@/components/tickets/use-refused'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { said, undo } from '@/components/ui/toast'
import { atLeast } from '@/components/views/answers'
import { type RadarPage, type RadarRow, radarState, secondsLeft, suggestions } from '@/lib/boards/radar'
import { channelName, isHiddenChannel, teamName } from '@/lib/i18n/names'
import { chime, useSound } from './chime'
import { type Counted, countsOf } from './radar-pages'
import { RadarPlot } from './radar-plot'
import { COLUMNS, RadarLine } from './radar-row'
import { type RadarView, radarQuery, radarView, toggled } from './radar-view'
import { useRadar } from './use-radar'

const CHIP =
  'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border px-2.5 text-body whitespace-nowrap max-md:h-11 max-md:rounded-phone max-md:px-3.5'
const CHIP_OFF = 'border-dashed border-line-2 text-ink-2 hover:bg-accent'
const CHIP_ON = 'border-line-2 bg-accent font-[560] text-ink'
const NAMED_FREE = 4

const keyOf = (row: Pick<RadarRow, 'source' | 'subject'>): string => `${row.source} ${row.subject}`

/** Everybody who waits, live: filters, the picture of the channels, and the list to work off. */
export function RadarBoard({
  initial,
  renderedAt,
  readOnly,
}: {
  readonly initial: RadarPage | null
  readonly renderedAt: number
  /** auditors look on */
  readonly readOnly: boolean
}) {
  const t = useTranslations('radar')
  const f = useFormats()
  const path = usePathname()
  const params = useSearchParams()
  const names = useAgentNames()
  const view = radarView(params)
  const query = radarQuery(view)
  const radar = useRadar(query, initial, renderedAt)
  const { page, now, stale } = radar
  const rows = page?.rows ?? []
  const hints = useMemo(() => suggestions(page?.rows ?? [], page?.free ?? []), [page])
  useChime(rows, now)

  const go = (change: Partial<RadarView>) => {
    const params = new URLSearchParams(window.location.search)
    const next = new URLSearchParams(radarQuery({ ...view, ...change }))
    const ticket = params.get('ticket')
    if (ticket !== null) next.set('ticket', ticket)
    window.history.replaceState(null, '', next.size === 0 ? path : `${path}?${next}`)
  }

  const refused = useRefused()
  const act = async (row: RadarRow, deed: 'claim' | 'release', back: boolean): Promise<void> => {
    const result = await callTicket(row, deed)
    if (result !== 'done') {
      refused(result)
      return radar.refresh()
    }
    const text = t(deed === 'claim' ? 'claimed' : 'released', { who: row.who })
    if (back) undo(text, t('undo'), () => void act(row, deed === 'claim' ? 'release' : 'claim', false))
    else said(text)
    radar.refresh()
  }
  const actions = {
    claim: (row: RadarRow) => void act(row, 'claim', true),
    release: (row: RadarRow) => void act(row, 'release', true),
    note: async (row: RadarRow, text: string) => {
      const result = await callTicket(row, 'note', { text })
      if (result === 'done') said(t('noted'))
      else refused(result)
      radar.refresh()
      return result === 'done'
    },
  }

  const narrowed = query !== ''
  const states = rows.map((row) => radarState(secondsLeft(row, now), row.limitSeconds))
  const counts = page === null ? null : countsOf(page, states, narrowed)
  const shownCount = (of: Counted | undefined) =>
    of === undefined ? f.count(null) : atLeast(f.count(of.count), of.more)
  const teams = [
    ...new Set([...rows.flatMap(({ team }) => team ?? []), ...(view.team === null ? [] : [view.team])]),
  ].sort()
  const free = page?.free ?? []
  const shownChannels = (page?.channels ?? []).filter(
    ({ channel }) => !isHiddenChannel(channel) || view.channels.includes(channel ?? '-'),
  )

  return (
    <>
      <section
        aria-label={t('channels')}
        className="flex min-h-[46px] flex-wrap items-center gap-2 py-2 max-md:px-5"
      >
        <div className="flex min-w-0 flex-wrap items-center gap-2 max-md:-mx-5 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-5">
          <button
            type="button"
            aria-pressed={!narrowed}
            onClick={() => go({ channels: [], team: null, vip: false })}
            className={cx(CHIP, narrowed ? CHIP_OFF : CHIP_ON)}
          >
            {t('all')} <span className="text-ink-3">{f.count(page?.waiting)}</span>
          </button>
          <button
            type="button"
            aria-pressed={view.vip}
            onClick={() => go({ vip: !view.vip })}
            className={cx(CHIP, view.vip ? CHIP_ON : CHIP_OFF)}
          >
            <VipBadge />
          </button>
          {shownChannels.map(({ channel, waiting, overdue }) => {
            const value = channel ?? '-'
            const on = view.channels.includes(value)
            return (
              <button
                key={value}
                type="button"
                aria-pressed={on}
                onClick={() => go({ channels: toggled(view.channels, value) })}
                className={cx(CHIP, on ? CHIP_ON : CHIP_OFF)}
              >
                {overdue > 0 ? <StateGlyph state="bad" size="9px" label={t('overdue')} /> : null}
                {channelName(f.locale, channel)} <span className="text-ink-3">{f.count(waiting)}</span>
              </button>
            )
          })}
          {teams.length > 1 || view.team !== null ? (
            <select
              aria-label={t('team')}
              value={view.team ?? ''}
              onChange={(event) => go({ team: event.target.value === '' ? null : event.target.value })}
              className={cx(CHIP, 'bg-transparent pr-1.5', view.team === null ? CHIP_OFF : CHIP_ON)}
            >
              <option value="">{t('anyTeam')}</option>
              {teams.map((team) => (
                <option key={team} value={team}>
                  {teamName(team)}
                </option>
              ))}
            </select>
          ) : null}
        </div>
        <p
          aria-live="off"
          className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-1 text-caption text-ink-2 max-md:ml-0"
        >
          <Count state="bad" word={t('overdue')} value={counts?.bad} />
          <Count state="watch" word={t('soon')} value={counts?.watch} />
          <Count state="ok" word={t('rest')} value={counts?.ok} />
          <span className="inline-flex items-center gap-1.5 font-[560] text-ink">
            <VipBadge /> {shownCount(counts?.vip)}
          </span>
          <span className="text-ink-3" data-radar-age>
            {page === null
              ? t('notYet')
              : stale
                ? t('stale', { time: f.timeSeconds(radar.at) })
                : `${t('live')} · ${f.age((now - radar.at) / 1000)}`}
          </span>
        </p>
      </section>
      {rows.length === 0 ? (
        <Empty
          narrowed={narrowed}
          known={page !== null}
          onClear={() => go({ channels: [], team: null, vip: false })}
        />
      ) : (
        <>
          {page ? <RadarPlot page={page} rows={rows} now={now} stale={stale} /> : null}
          <section className="card min-w-0" data-radar-list>
            <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2 max-md:px-5">
              <h2 className="text-card font-[600] text-ink">{t('first')}</h2>
              <p className="text-caption text-ink-3">{t('order')}</p>
              <p className="ml-auto text-caption text-ink-2 max-md:ml-0 max-md:w-full">
                {free.length === 0
                  ? t('nobodyFree')
                  : t('freePeople', {
                      names: f.list(free.slice(0, NAMED_FREE).map(({ agent }) => agentName(names, agent))),
                    })}
              </p>
            </header>
            <div
              aria-hidden
              className={cx(
                COLUMNS,
                'h-[30px] border-t border-line px-4 text-caption text-ink-3 max-md:hidden',
              )}
            >
              <span />
              <span>{t('timeLeft')}</span>
              <span>{t('customer')}</span>
              <span>{t('channel')}</span>
              <span>{t('waiting')}</span>
              <span>{t('limit')}</span>
              <span>{t('used')}</span>
              <span>{t('owner')}</span>
              <span>{t('hint')}</span>
              <span />
            </div>
            <ul data-rows-walk className={cx(stale && 'opacity-60')}>
              {rows.map((row, i) => (
                <RadarLine
                  key={keyOf(row)}
                  row={row}
                  now={stale ? radar.at : now}
                  stale={stale}
                  suggestion={hints[i] ?? null}
                  actions={actions}
                  readOnly={readOnly}
                />
              ))}
            </ul>
            {page?.nextCursor ? (
              <p className="flex items-center gap-3 border-t border-line px-4 py-3 text-caption text-ink-3">
                {t('more')}
                <Button size="small" disabled={radar.reading} onClick={radar.readMore}>
                  {t('showMore')}
                </Button>
              </p>
            ) : null}
          </section>
        </>
      )}
    </>
  )
}

function Count({
  state,
  word,
  value,
}: {
  readonly state: 'bad' | 'watch' | 'ok'
  readonly word: string
  readonly value: Counted | undefined
}) {
  const f = useFormats()
  const loud = value !== undefined && value.count > 0 && state !== 'ok'
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        loud && (state === 'bad' ? 'text-bad' : 'text-watch'),
      )}
    >
      <StateGlyph state={state} size="11px" /> {word}{' '}
      <b className="font-[600]" data-radar-count={state}>
        {value === undefined ? f.count(null) : atLeast(f.count(value.count), value.more)}
      </b>
    </span>
  )
}

function Empty({
  narrowed,
  known,
  onClear,
}: {
  readonly narrowed: boolean
  readonly known: boolean
  readonly onClear: () => void
}) {
  const t = useTranslations('radar')
  return (
    <section className="card px-6 py-16 text-center" data-radar-empty>
      <p className="flex items-center justify-center gap-2 text-page font-[600] text-ink">
        <StateGlyph state={known ? 'ok' : 'none'} size="14px" />
        {known ? (narrowed ? t('emptyFiltered') : t('empty')) : '—'}
      </p>
      {!known ? (
        <p className="mt-2 text-body text-ink-3" role="status">
          {t('notYetHint')}
        </p>
      ) : narrowed ? (
        <p className="mt-4">
          <Button onClick={onClear}>{t('clear')}</Button>
        </p>
      ) : (
        <p className="mt-2 text-body text-ink-3">{t('emptyHint')}</p>
      )}
    </section>
  )
}

/** A sound for each conversation that goes over its limit while the page is looked at. */
function useChime(rows: readonly RadarRow[], now: number): void {
  const [on] = useSound()
  const over = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    const next = new Set(
      rows.filter((row) => secondsLeft(row, now) < 0).map((row) => `${keyOf(row)} ${row.since}`),
    )
    const before = over.current
    over.current = next
    if (on && before !== null && [...next].some((key) => !before.has(key))) chime()
  }, [rows, now, on])
}
