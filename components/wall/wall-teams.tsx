'use client'

import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { useBegun, useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { type BehindPeriod, Figure, orCases } from '@/components/wall/wall-figure'
import { teamsOf } from '@/components/wall/wall-results'
import { useRoom } from '@/components/wall/wall-rows'
import { type Density, u } from '@/components/wall/wall-size'
import { DENSITY_SIZES } from '@/lib/boards/density'
import type { TeamsResult } from '@/lib/boards/types'
import { agentLabel, teamName } from '@/lib/i18n/names'

type Row = TeamsResult['rows'][number]
type Member = Row['members'][number]

/** How many people a row shows one by one. */
const SQUARES: Record<Density, number> = { far: 4, middle: 11, near: 16 }
/** Who is signed in but takes nothing. */
const AWAY = new Set(['away', 'break', 'meeting', 'training', 'paused'])

/** Zone C: load of each team, a square a person, and who can help. `tall` fills B and C with more columns. */
export const Teams = memo(function Teams({ tall = false }: { readonly tall?: boolean }) {
  const tile = useTile('teams')
  const teams = teamsOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const begun = useBegun()
  const density = useDensity()
  const t = useTranslations('wall')
  const b = useTranslations('board')
  const most = DENSITY_SIZES[density].rows * (tall ? 2 : 1) - (tall ? 2 : 1)
  const [box, room] = useRoom(most, tall ? 2.4 : 1.24, 'teams')
  const rows = teams?.rows ?? []
  return (
    <section className={cx('wall-zone', tall ? 'z-bc' : 'z-c')} data-tile="teams" data-state={state}>
      <div className="wall-zone-head wall-row wall-team" style={{ borderTop: 0 }}>
        <h2 style={{ gridColumn: '1 / 3' }}>{t('teamLoad')}</h2>
        <span className="wall-caption flex items-center" style={{ gap: u(10) }}>
          {density === 'far' ? null : (
            <>
              <span className="wall-square" data-free style={{ fontSize: '0.9em' }} />
              {t('freeHint')}
            </>
          )}
        </span>
        <span className="wall-caption text-right">{t('load')}</span>
        <span className="wall-caption text-right">{t('free')}</span>
        <span className="wall-caption text-right">{b('state')}</span>
      </div>
      <div
        ref={box}
        className={cx('wall-rows', old && 'opacity-60')}
        style={tall ? { gridAutoRows: 'minmax(0, 4em)' } : {}}
      >
        {rows.length === 0 ? (
          <p className="wall-caption">{begun ? t('noData') : t('waiting')}</p>
        ) : (
          rows.slice(0, room).map((row) => <TeamRow key={row.team ?? '_none'} row={row} tall={tall} />)
        )}
      </div>
      {tall ? null : <CanHelp teams={teams} />}
    </section>
  )
})

const TeamRow = memo(
  function TeamRow({ row, tall }: { readonly row: Row; readonly tall: boolean }) {
    const f = useFormats()
    const t = useTranslations('wall')
    const s = useTranslations('state')
    const b = useTranslations('board')
    const cell = 'w-full text-right font-[560]'
    return (
      <div className="wall-row wall-team" data-team={row.team ?? '_none'} data-state={row.state}>
        <StateGlyph state={row.state} size="0.66em" />
        <span className={cx('truncate text-ink', row.state === 'bad' ? 'font-[620]' : 'font-[520]')}>
          {row.team === null ? t('noTeam') : teamName(row.team)}
        </span>
        <Squares members={row.members} />
        <Figure
          behind={{ metric: 'load' }}
          className={cx(cell, row.state === 'bad' && (row.load ?? 0) > 1 ? 'text-bad' : 'text-ink')}
        >
          {f.share(row.load)}
        </Figure>
        <Figure
          behind={{ metric: 'agents_available' }}
          className={cx(cell, row.free > 0 ? 'text-ink' : 'text-ink-3')}
        >
          {f.count(row.free)}
        </Figure>
        <span
          className={cx('text-right', WORD_COLOR[row.state], row.state !== 'ok' && 'font-[540]')}
          style={{ fontSize: '0.86em' }}
        >
          {row.state === 'closed' && row.until ? t('opensAt', { time: f.time(row.until) }) : s(row.state)}
        </span>
        {tall ? (
          <span
            className="wall-whole wall-caption"
            style={{ gridColumn: '2 / -1', height: '1.4em', columnGap: '1.2em' }}
          >
            <TeamFact name={b('queue')} metric="queue_now" value={f.count(row.queue)} />
            <TeamFact
              name={b('frt')}
              metric="frt_avg"
              period="last15"
              n={row.frtN}
              value={orCases(f, row.frt, row.frtN, f.duration)}
            />
            <TeamFact
              name={b('within')}
              metric="frt_within_target"
              period="last15"
              n={row.withinN}
              value={orCases(f, row.within, row.withinN, f.share)}
            />
            <TeamFact
              name={t('handled')}
              metric="tickets_resolved"
              period="today"
              value={f.count(row.handled)}
            />
          </span>
        ) : null}
      </div>
    )
  },
  (before, after) =>
    before.tall === after.tall &&
    (before.row === after.row || JSON.stringify(before.row) === JSON.stringify(after.row)),
)

function TeamFact({
  name,
  metric,
  period,
  n,
  value,
}: {
  readonly name: string
  readonly metric: string
  readonly period?: BehindPeriod
  readonly n?: number
  readonly value: string
}) {
  return (
    <span>
      {name}{' '}
      <Figure behind={{ metric, n, period }} className="font-[560] text-ink-2">
        {value}
      </Figure>
    </span>
  )
}

/** A square per person, filled by load; above capacity a cap, free an empty frame. No names, no order of merit. */
function Squares({ members }: { readonly members: readonly Member[] }) {
  const t = useTranslations('wall')
  const here = members.filter((member) => member.status !== 'offline')
  const most = SQUARES[useDensity()]
  const shown = here.length > most ? here.slice(0, most - 1) : here
  const places = shown.map((member, place) => ({ member, place }))
  return (
    <span className="wall-squares" aria-hidden>
      {places.map(({ member, place }) => {
        const away = AWAY.has(member.status)
        const over = member.capacity !== null && member.open > member.capacity
        const share = member.capacity ? Math.min(1, member.open / member.capacity) : member.open > 0 ? 1 : 0
        const free = !away && member.open === 0
        return (
          <span
            // A place in the row, not a person: who stands where does not matter.
            key={place}
            className="wall-square"
            data-free={free || undefined}
            data-over={over || undefined}
            data-away={away || undefined}
          >
            {free || away ? null : <span style={{ height: `${Math.round(share * 100)}%` }} />}
          </span>
        )
      })}
      {here.length > shown.length ? (
        <span className="wall-small text-ink-3" style={{ lineHeight: 1 }}>
          {t('rest', { count: here.length - shown.length })}
        </span>
      ) : null}
    </span>
  )
}

function CanHelp({ teams }: { readonly teams: TeamsResult | null }) {
  const t = useTranslations('wall')
  if (!teams || teams.rows.length === 0) return null
  return (
    <p
      className="wall-whole flex-none"
      style={{
        borderTop: '1px solid var(--line)',
        paddingTop: u(6),
        lineHeight: 1.45,
        height: 'calc(1.45em + 6 * var(--u))',
      }}
      data-can-help={teams.canHelp.length}
    >
      <span className="text-ink-3">{t('canHelp')}</span>
      {teams.canHelp.length === 0 ? <span className="text-ink-2">{t('nobodyFree')}</span> : null}
      {teams.canHelp.slice(0, 6).map((person) => (
        <span key={`${person.agent} ${person.team}`}>
          <span className="font-[600] text-ink">{agentLabel(person.agent)}</span>{' '}
          <span className="text-ink-3">{person.team === null ? '' : teamName(person.team)}</span>
        </span>
      ))}
    </p>
  )
}

/** Zone D of the scene `teams`: everybody who has room now, most room first. */
export const Helpers = memo(function Helpers() {
  const tile = useTile('teams')
  const teams = teamsOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall')
  const [box, room] = useRoom(DENSITY_SIZES[density].rows, 1.28)
  const people = teams?.canHelp ?? []
  return (
    <section className="wall-zone z-d" data-tile="helpers" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('canHelp')}</h2>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {people.length === 0 ? <p className="wall-caption">{teams ? t('nobodyFree') : t('noData')}</p> : null}
        {people.slice(0, room).map((person) => (
          <div key={`${person.agent} ${person.team}`} className="wall-row wall-person">
            <span className="truncate font-[560] text-ink">{agentLabel(person.agent)}</span>
            <span className="truncate text-ink-2">{person.team ? teamName(person.team) : t('noTeam')}</span>
            <span className="text-right">{t('room', { count: f.count(person.room) })}</span>
          </div>
        ))}
      </div>
    </section>
  )
})
