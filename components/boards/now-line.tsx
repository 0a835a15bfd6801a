'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import type { FigureResult, TileState, TileValue } from '@/lib/boards/types'
import { channelName } from '@/lib/i18n/names'
import { changeText, figureOf, rowsHref } from './figure'
import { useLive } from './live-provider'
import { isOld } from './live-state'
import { channelsOf } from './results'
import { Tween } from './tween'

type Id = 'frt' | 'queue_now' | 'agents_available' | 'overdue_now' | 'csat' | 'frt_within_target'

interface Now {
  readonly tile: TileValue | undefined
  readonly figure: FigureResult | null
  readonly state: TileState
  readonly old: boolean
  readonly shown: ReactNode
  readonly unit: string
  readonly href: string
  readonly small: boolean
}

/** What a live tile says at this moment; old pictures lose their state and keep their value. */
function useNowFigure(id: Id): Now {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  const tile = live.tiles[id]
  const figure = figureOf(tile)
  const old = isOld(live.trouble)
  const value = tile?.value ?? null
  const small = figure?.smallSample === true && value !== null
  const gauge = id === 'queue_now' || id === 'agents_available' || id === 'overdue_now'
  return {
    tile,
    figure,
    old,
    small,
    state: old ? 'none' : (tile?.state ?? 'none'),
    unit: small
      ? t('caseUnit')
      : figure && value !== null
        ? f.figure(figure.unit, value, figure.interval).unit
        : '',
    shown:
      figure === null || value === null ? (
        '—'
      ) : small ? (
        f.count(tile?.n)
      ) : (
        <Tween value={value} format={(v) => f.figure(figure.unit, v, figure.interval).digits} />
      ),
    href:
      id === 'agents_available'
        ? '/agents'
        : id === 'overdue_now'
          ? '/radar'
          : rowsHref(figure?.metric ?? id, gauge ? null : (figure?.period ?? null)),
  }
}

/** The six figures of this moment in one line, above those of the period. */
export function NowLine({ children }: { readonly children?: ReactNode }) {
  const t = useTranslations('board')
  return (
    <section
      aria-label={t('now')}
      data-figures
      className="flex min-h-[34px] flex-wrap items-center gap-x-6 gap-y-1 pb-2 max-md:hidden"
    >
      <h2 className="text-card font-[600]">{t('now')}</h2>
      <LineFigure id="queue_now" />
      <LineFigure id="overdue_now" />
      <LineFigure id="frt" />
      <LineFigure id="frt_within_target" />
      <LineFigure id="agents_available" />
      <span className="ml-auto flex gap-5 text-caption text-ink-2">{children}</span>
    </section>
  )
}

function LineFigure({ id }: { readonly id: Id }) {
  const t = useTranslations('tile')
  const s = useTranslations('state')
  const f = useFormats()
  const { tile, figure, state, shown, unit, href, small, old } = useNowFigure(id)
  const beside = figure?.beside ?? {}
  const loud = state === 'bad' && !small
  const more =
    id === 'queue_now'
      ? `${t('oldest')} ${f.duration(beside.oldest_wait_now ?? null)}`
      : id === 'agents_available'
        ? `${t('online')} ${f.count(beside.agents_online ?? null)}`
        : id === 'frt' && tile?.n
          ? f.n(tile.n)
          : null
  return (
    <span
      data-tile={id}
      data-state={state}
      className="flex items-baseline gap-1.5 text-body whitespace-nowrap text-ink-2"
      title={figure ? figure.period.label[f.locale] : undefined}
    >
      <StateGlyph state={small ? 'none' : state} size="9px" label={s(state)} />
      {t(id)}
      {state === 'watch' || state === 'bad' ? (
        <span className={cx('font-[540]', WORD_COLOR[state])}>{s(state)}</span>
      ) : null}
      <Link
        href={href}
        prefetch={false}
        className={cx(
          'num text-card font-[620]',
          old || small ? 'text-none' : loud ? 'text-bad' : 'text-ink',
        )}
        {...figureData(figure?.metric ?? id, tile?.value ?? null, tile?.n)}
      >
        {shown}
        {unit ? <span className="ml-0.5 text-caption font-[420] text-ink-2">{unit}</span> : null}
      </Link>
      {more ? <span className="text-caption text-ink-3">{more}</span> : null}
    </span>
  )
}

/** The phone's three: how many wait, how long a first reply takes, who is free. */
export function PhoneNow() {
  const t = useTranslations('board')
  return (
    <section
      aria-label={t('now')}
      data-figures
      className="grid grid-cols-[1.1fr_1.25fr_0.85fr] divide-x divide-line border-y border-line bg-surface md:hidden"
    >
      <PhoneFigure id="queue_now" />
      <PhoneFigure id="frt" />
      <PhoneFigure id="agents_available" />
    </section>
  )
}

function PhoneFigure({ id }: { readonly id: 'queue_now' | 'frt' | 'agents_available' }) {
  const live = useLive()
  const t = useTranslations()
  const f = useFormats()
  const { tile, figure, state, shown, unit, href, small, old } = useNowFigure(id)
  const beside = figure?.beside ?? {}
  const longest = (channelsOf(live.tiles)?.rows ?? []).reduce<{
    channel: string | null
    queue: number
  } | null>((most, row) => (most === null || row.queue > most.queue ? row : most), null)
  const caption =
    id === 'queue_now'
      ? longest !== null && longest.queue > 0
        ? `${channelName(f.locale, longest.channel)} ${f.count(longest.queue)} · ${t('phone.most')}`
        : t('phone.most')
      : id === 'agents_available'
        ? `${t('tile.online')} ${f.count(beside.agents_online ?? null)}`
        : figure?.target
          ? `${t('tile.target', { target: f.value(figure.unit, figure.target.value) })}${
              figure.change === null || small ? '' : ` · ${changeText(figure, tile?.value ?? null, f)}`
            }`
          : ''
  return (
    <Link
      href={href}
      prefetch={false}
      data-phone-tile={id}
      className="flex min-w-0 flex-col py-2.5 pr-2 pl-3.5 first:pl-5"
    >
      <span className="flex items-center gap-1.5 text-body whitespace-nowrap text-ink-2">
        <StateGlyph state={small ? 'none' : state} size="10px" label={t(`state.${state}`)} />
        <span className="truncate">{t(`tile.${id}`)}</span>
      </span>
      <span
        className={cx(
          'text-[30px] leading-[38px] font-[620] tracking-[-0.03em]',
          old || small ? 'text-none' : state === 'bad' ? 'text-bad' : 'text-ink',
        )}
      >
        {shown}
        {unit ? <span className="ml-1 text-phone font-[420] tracking-normal text-ink-2">{unit}</span> : null}
      </span>
      <span className="text-[12px] leading-[16px] text-ink-3">{caption}</span>
    </Link>
  )
}

/** Beside the phone's title: how fresh the picture is, and which source fell silent. */
export function PhoneFreshness() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  const silent = (channelsOf(live.tiles)?.rows ?? []).filter(
    (row) => row.state === 'none' && row.ageSeconds !== null,
  )
  const first = silent[0]
  return (
    <span className="flex min-w-0 flex-1 items-baseline justify-between gap-3 text-body text-ink-3 md:hidden">
      <span className="whitespace-nowrap">
        {live.at === 0
          ? t('connecting')
          : isOld(live.trouble)
            ? f.stopped(live.at)
            : f.age(Math.max(0, (live.now - live.at) / 1000))}
      </span>
      {first ? (
        <span className="flex min-w-0 items-center gap-1.5">
          <StateGlyph state="none" size="11px" />
          <span className="truncate">
            {channelName(f.locale, first.channel)} {f.span(first.ageSeconds)}
            {silent.length > 1 ? ` +${silent.length - 1}` : ''}
          </span>
        </span>
      ) : null}
    </span>
  )
}
