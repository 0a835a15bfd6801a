'use client'

import type { CSSProperties, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { changeText, figureOf } from '@/components/boards/figure'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { channelsOf } from '@/components/boards/results'
import { Tween } from '@/components/boards/tween'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { type Density, u } from '@/components/wall/wall-size'
import type { TileState } from '@/lib/boards/types'
import { channelName } from '@/lib/i18n/names'

const STRIP = [
  { id: 'frt', columns: 4 },
  { id: 'queue_now', columns: 5 },
  { id: 'frt_within_target', columns: 4 },
  { id: 'agents_available', columns: 5 },
  { id: 'csat', columns: 3 },
  { id: 'overdue_now', columns: 3 },
] as const

/** Zone A: the same six figures in every scene. */
export function Strip({ density }: { readonly density: Density }) {
  return (
    <div className="wall-strip">
      {STRIP.map(({ id, columns }) => (
        <StripTile key={id} id={id} columns={columns} density={density} />
      ))}
    </div>
  )
}

/** Width of a text in em: 汉字 are square, Latin letters a little over half. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56
  return width
}

/** The digits shrink where they are too many for their columns: a number is never cut. */
function fitOf(length: number, columns: number, density: Density, beside: boolean): number {
  const em = { far: 132, middle: 96, near: 64 }[density]
  const room = columns * 54.33 + (columns - 1) * 24 - (beside ? em * 1.6 : 0)
  return Math.min(1, Math.round((room / (Math.max(length, 1) * em * 0.6)) * 100) / 100)
}

function StripTile({
  id,
  columns,
  density,
}: {
  readonly id: (typeof STRIP)[number]['id']
  readonly columns: number
  readonly density: Density
}) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  const s = useTranslations('state')
  const tile = live.tiles[id]
  const figure = figureOf(tile)
  const old = isOld(live.trouble)
  const value = tile?.value ?? null
  const small = figure?.smallSample === true && value !== null
  const state: TileState = old ? 'none' : (tile?.state ?? 'none')
  const unit = figure?.unit ?? 'count'
  const written = small ? f.count(tile?.n) : f.figure(unit, value, figure?.interval).digits
  const besideOf = (key: string): number | null => figure?.beside?.[key] ?? null
  // Two figures beside the first one fit only where that has one digit.
  const roomy = density !== 'far' && written.length < 2
  const beside: { label: string; value: string }[] =
    id === 'queue_now'
      ? [{ label: t('oldest'), value: f.duration(besideOf('oldest_wait_now')) }]
      : id === 'agents_available'
        ? [
            { label: t('online'), value: f.count(besideOf('agents_online')) },
            ...(roomy ? [{ label: t('busy'), value: f.count(besideOf('busy')) }] : []),
          ]
        : []
  const target = small
    ? t('smallSampleShort')
    : figure?.target
      ? density === 'far'
        ? f.target(figure.target.op, unit, figure.target.value)
        : t('target', { target: f.target(figure.target.op, unit, figure.target.value) })
      : ''
  const change = figure && value !== null && !small ? changeText(figure, value, f) : ''
  const [line, caption] = lines()
  const wordNeeded = old || (tile !== undefined && state !== 'ok' && !(state === 'none' && value !== null))
  const word = wordNeeded ? (old ? s('stale') : s(state)) : ''
  const em = { far: 40, middle: 30, near: 20 }[density]
  const width = columns * 54.33 + (columns - 1) * 24
  const labelFit = Math.min(
    1,
    Math.round((width / (em * (widthOf(t(id)) + widthOf(word) * 0.82 + 1.7))) * 100) / 100,
  )
  const lineFit = density === 'far' && columns === 3 ? 0.86 : 1
  return (
    <section
      className="wall-tile"
      data-tile={id}
      data-state={state}
      style={
        {
          '--span': columns,
          '--fit': fitOf(
            written.length + (value === null ? 0 : small ? 1.1 : unit === 'share' ? 0.8 : 0),
            columns,
            density,
            beside.length > 0,
          ),
        } as CSSProperties
      }
    >
      <h2 className="wall-label" style={{ '--fit': labelFit } as CSSProperties}>
        <StateGlyph state={state} size={u({ far: 26, middle: 20, near: 14 }[density])} />
        <span>{t(id)}</span>
        {word ? (
          <span className={cx('font-[540]', WORD_COLOR[state])} style={{ fontSize: '0.82em' }}>
            {word}
          </span>
        ) : null}
      </h2>
      <p className="wall-figures">
        <span
          className={cx(
            'wall-value',
            old || small || value === null ? 'text-none!' : state === 'bad' && 'text-bad!',
          )}
        >
          {value === null ? (
            '—'
          ) : small ? (
            written
          ) : (
            <Tween value={value} format={(v) => f.figure(unit, v, figure?.interval).digits} />
          )}
        </span>
        {value !== null && unit === 'share' && !small ? <span className="wall-unit">%</span> : null}
        {small ? (
          <span className={f.locale === 'en' ? 'wall-caption' : 'wall-unit'} style={{ marginLeft: u(-8) }}>
            {t('caseUnit')}
          </span>
        ) : null}
        {beside.map((it) => (
          <span key={it.label}>
            <span className="wall-second-label">{it.label}</span>
            <span className={cx('wall-second', old && 'text-none!')}>{it.value}</span>
          </span>
        ))}
      </p>
      <p className="wall-line" style={{ '--fit': lineFit } as CSSProperties}>
        {line}
      </p>
      <p className="wall-caption">{caption}</p>
    </section>
  )

  function lines(): [ReactNode, ReactNode] {
    const two = (a: ReactNode, b: ReactNode) => (
      <>
        <span>{a}</span>
        {b ? <span style={{ marginLeft: u(22) }}>{b}</span> : null}
      </>
    )
    switch (id) {
      case 'frt':
      case 'frt_within_target':
        return [
          two(target, change),
          [figure?.period.label[f.locale], tile?.n === null || tile?.n === undefined ? null : f.n(tile.n)]
            .filter((part) => part)
            .join(' · '),
        ]
      case 'queue_now':
        return [two(t('each'), change === '—' ? null : change), longestQueue()]
      case 'agents_available':
        return [
          two(t('handled', { count: f.count(besideOf('handled')) }), null),
          roomy ? null : `${t('busy')} ${f.count(besideOf('busy'))}`,
        ]
      case 'csat':
        return [
          target,
          [
            tile?.n === null || tile?.n === undefined ? null : f.n(tile.n),
            figure?.interval && value !== null && !small ? f.interval('share', figure.interval, value) : null,
          ]
            .filter((part) => part)
            .join(' · '),
        ]
      case 'overdue_now':
        return [value === 0 ? t('calm') : t('waitingPastLimit'), null]
    }
  }

  function longestQueue(): string | null {
    const rows = channelsOf(live.tiles)?.rows ?? []
    const top = [...rows].sort((a, b) => b.queue - a.queue)[0]
    if (!top || top.queue === 0) return null
    return `${channelName(f.locale, top.channel)} ${f.count(top.queue)}`
  }
}
