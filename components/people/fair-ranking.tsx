import Link from 'next/link'
import type { ReactNode } from 'react'
import { IntervalDot } from '@/components/charts'
import { PictureMenu } from '@/components/charts/picture-menu'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import type { PageKit } from '@/components/views/page-kit'
import type { Metric } from '@/lib/metrics/types'
import { type Scale, scaleOf } from './rank-scale'
import { type Basis, type Grouped, groupStandings, type Standing, type Standings, shownOf } from './standings'

/** How a compared one is named, and what their name and figure open. */
export interface Compared {
  readonly name: string
  readonly href: string | undefined
  readonly rowsHref: string | undefined
  /** the reader themself */
  readonly own?: boolean
}

const ROWS_SHOWN = 12
const GRID =
  'grid grid-cols-[minmax(72px,104px)_minmax(80px,1fr)_64px_64px_64px_52px] items-center gap-x-2 px-4 max-md:grid-cols-[minmax(72px,96px)_minmax(64px,1fr)_60px_48px] max-md:px-5'

/**
 * Agents, teams or channels by one metric against the line of all, in three groups by 95 % intervals, without ranks;
 * beside the raw figure the one adjusted for case mix, with its arithmetic on hover. Too small samples stand folded at
 * the end.
 */
export function FairRanking({
  page,
  metric,
  standings,
  basis,
  of,
  whom,
  countWord,
  title,
  controls,
  note,
}: {
  readonly page: PageKit
  readonly metric: Metric
  readonly standings: Standings
  readonly basis: Basis
  readonly of: (key: string) => Compared
  /** what the line is: 团队 or 整体 */
  readonly whom: string
  readonly countWord: (count: number) => string
  readonly title: string
  /** metric and basis to choose */
  readonly controls: ReactNode
  /** what is said below: how the adjustment works, or why there is none */
  readonly note: string
}) {
  const { t, f } = page
  const groups = groupStandings(standings, metric, basis)
  const compared = [...groups.better, ...groups.usual, ...groups.help]
  const { line } = standings
  const scale = scaleOf(
    metric.unit === 'seconds',
    compared.map((it) => shownOf(it, basis)),
    line,
  )
  const better =
    metric.unit === 'seconds' ? t('people.betterSpeed', { whom }) : t('people.betterValue', { whom })
  const shown: readonly (readonly [keyof Grouped, string])[] = [
    ['better', better],
    ['usual', t('people.usual', { whom })],
    ['help', t('people.help')],
  ]
  const row = (standing: Standing) => (
    <RankRow
      key={standing.key}
      page={page}
      metric={metric}
      standing={standing}
      standings={standings}
      basis={basis}
      scale={scale}
      compared={of(standing.key)}
    />
  )
  return (
    <Card
      title={title}
      hint={
        <>
          <span>{t('people.rankHint')}</span>
          {line === null ? null : (
            <span className="flex items-center gap-2 text-ink-2">
              <span aria-hidden className="h-3 w-px bg-ink-3" />
              {t('people.line', { name: whom, value: f.value(metric.unit, line) })}
            </span>
          )}
        </>
      }
      aside={
        <>
          {controls}
          {compared.length === 0 ? null : <PictureMenu />}
        </>
      }
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="ranking"
    >
      {standings.all.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3 max-md:px-5">
          {t('people.rankEmpty')}
        </p>
      ) : (
        <>
          <div
            className={cx(GRID, 'h-[30px] border-y border-line text-caption text-ink-3')}
            aria-hidden
            data-drawing
          >
            <span />
            {compared.length === 0 ? (
              <span />
            ) : (
              <span className="flex justify-between">
                <span>{f.value(metric.unit, scale.low)}</span>
                <span>{f.value(metric.unit, scale.high)}</span>
              </span>
            )}
            <span className={cx('text-right', basis === 'adjusted' ? 'text-ink-2' : 'max-md:hidden')}>
              {t('people.adjusted')}
            </span>
            <span className={cx('text-right', basis === 'raw' ? 'text-ink-2' : 'max-md:hidden')}>
              {t('people.raw')}
            </span>
            <span className="text-right max-md:hidden">{t('people.expected')}</span>
            <span className="text-right">n</span>
          </div>
          {shown.map(([key, name]) => {
            const members = groups[key]
            if (members.length === 0) return null
            return (
              <div
                key={key}
                data-group={key}
                data-drawing
                className="border-b border-line py-1 last:border-b-0"
              >
                <p className="px-4 py-0.5 text-caption text-ink-2 max-md:px-5">
                  {name} <span className="text-ink-3">{countWord(members.length)}</span>
                </p>
                <ul>{members.slice(0, ROWS_SHOWN).map(row)}</ul>
                {members.length > ROWS_SHOWN ? (
                  <details>
                    <summary className="flex min-h-[28px] cursor-pointer items-center px-4 text-caption text-ink-3 hover:text-ink max-md:min-h-11 max-md:px-5">
                      {t('people.more', { count: members.length - ROWS_SHOWN })}
                    </summary>
                    <ul>{members.slice(ROWS_SHOWN).map(row)}</ul>
                  </details>
                ) : null}
              </div>
            )
          })}
          {groups.alone.length > 0 ? (
            <details data-group="alone" className="border-b border-line" open={compared.length === 0}>
              <summary className="flex min-h-[34px] cursor-pointer flex-wrap items-center gap-x-2 px-4 text-caption text-ink-2 hover:text-ink max-md:min-h-11 max-md:px-5">
                {t('people.aloneGroup')}
                <span className="text-ink-3">
                  {countWord(groups.alone.length)} · {t('people.aloneHint')}
                </span>
              </summary>
              <ul className="pb-1">{groups.alone.map(row)}</ul>
            </details>
          ) : null}
          {groups.few.length > 0 ? (
            <details data-group="few" className="border-b border-line" open={compared.length === 0}>
              <summary className="flex min-h-[34px] cursor-pointer flex-wrap items-center gap-x-2 px-4 text-caption text-ink-2 hover:text-ink max-md:min-h-11 max-md:px-5">
                {t('people.few')}
                <span className="text-ink-3">
                  {countWord(groups.few.length)} ·{' '}
                  {t('people.fewHint', { count: Math.max(metric.minSample, 2) })}
                </span>
              </summary>
              <ul className="pb-1">
                {groups.few.map((standing) => {
                  const { name, href, rowsHref } = of(standing.key)
                  return (
                    <li
                      key={standing.key}
                      className={cx(GRID, 'min-h-7 text-body text-ink-3 max-md:min-h-11')}
                    >
                      <Name name={name} href={href} />
                      <span />
                      <span />
                      <span className="max-md:hidden" />
                      <span className="max-md:hidden" />
                      <Rows href={rowsHref} look="text-right text-ink-3">
                        {f.n(standing.n)}
                      </Rows>
                    </li>
                  )
                })}
              </ul>
            </details>
          ) : null}
        </>
      )}
      <p className="max-w-[88ch] px-4 py-2.5 text-caption text-ink-3 max-md:px-5">{note}</p>
    </Card>
  )
}

function Name({
  name,
  href,
  own,
}: {
  readonly name: string
  readonly href: string | undefined
  readonly own?: boolean
}) {
  const look = cx('truncate', own && 'font-[600]')
  return href === undefined ? (
    <span className={cx(look, 'text-ink')}>{name}</span>
  ) : (
    <Link href={href} prefetch={false} className={cx('num text-ink', look)}>
      {name}
    </Link>
  )
}

/** A figure that opens its rows, where the reader may open them. */
function Rows({
  href,
  look,
  data,
  children,
}: {
  readonly href: string | undefined
  readonly look: string
  /** what the figure says of itself, for tests that add its rows up */
  readonly data?: ReturnType<typeof figureData>
  readonly children: ReactNode
}) {
  return href === undefined ? (
    <span className={look}>{children}</span>
  ) : (
    <Link href={href} prefetch={false} className={cx('num', look)} {...data}>
      {children}
    </Link>
  )
}

function RankRow({
  page,
  metric,
  standing,
  standings,
  basis,
  scale,
  compared,
}: {
  readonly page: PageKit
  readonly metric: Metric
  readonly standing: Standing
  readonly standings: Standings
  readonly basis: Basis
  readonly scale: Scale
  readonly compared: Compared
}) {
  const { t, f } = page
  const { unit } = metric
  const figure = shownOf(standing, basis)
  const write = (value: number | null | undefined) =>
    unit === 'share' ? f.share(value) : f.value(unit, value)
  const arithmetic =
    standing.adjusted === null || standing.expected === null
      ? null
      : t('people.adjustArithmetic', {
          observed: write(standing.raw.value),
          expected: write(standing.expected),
          overall: write(standings.line),
          adjusted: write(standing.adjusted.value),
        }) + (unit === 'share' && standing.adjusted.value === 1 ? t('people.adjustCap') : '')
  const alone = standing.alone > 0.1 ? t('people.alone', { share: f.share(standing.alone) }) : null
  const words = [
    arithmetic,
    figure.interval === null
      ? null
      : t('people.intervalOf', { interval: f.interval(unit, figure.interval, figure.value) }),
    alone,
  ]
    .filter((it) => it !== null)
    .join('\n')
  return (
    <li
      title={words}
      className={cx(GRID, 'h-7 text-body hover:bg-sunken max-md:h-11', compared.own && 'bg-accent')}
    >
      <Name name={compared.name} href={compared.href} own={compared.own === true} />
      {figure.interval === null || (basis === 'adjusted' && standing.adjusted === null) ? (
        <span />
      ) : (
        <IntervalDot
          value={scale.at(figure.value)}
          interval={[scale.at(figure.interval[0]), scale.at(figure.interval[1])]}
          whole={standings.line === null ? null : scale.at(standings.line)}
          scale={[scale.at(scale.low), scale.at(scale.high)]}
        />
      )}
      <span
        className={cx(
          'text-right',
          basis === 'adjusted' ? 'font-[560] text-ink' : 'text-ink-3 max-md:hidden',
        )}
      >
        {standing.adjusted === null ? '—' : write(standing.adjusted.value)}
        <span className="sr-only"> {words}</span>
      </span>
      <Rows
        href={compared.rowsHref}
        look={cx('text-right', basis === 'raw' ? 'font-[560] text-ink' : 'text-ink-2 max-md:hidden')}
        data={figureData(metric.id, standing.raw.value, standing.n)}
      >
        {write(standing.raw.value)}
      </Rows>
      <span className="text-right text-ink-3 max-md:hidden">
        {standing.adjusted === null ? '—' : write(standing.expected)}
      </span>
      <Rows href={compared.rowsHref} look="text-right text-caption text-ink-3">
        {f.count(standing.n)}
      </Rows>
    </li>
  )
}
