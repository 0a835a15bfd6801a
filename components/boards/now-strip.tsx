'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { figureData } from '@/components/ui/figure-data'
import type { TileValue } from '@/lib/boards/types'
import { changeText, figureOf, rowsHref } from './figure'
import { KpiCard, type KpiCardProps, KpiStrip } from './kpi-card'
import { useLive } from './live-provider'
import { isOld } from './live-state'
import { Tween } from './tween'

const TILES = ['frt', 'queue_now', 'frt_within_target', 'agents_available', 'csat', 'overdue_now'] as const

/** Zone A on the page: the six figures of this moment, live. */
export function NowStrip() {
  return (
    <KpiStrip columns={6}>
      {TILES.map((id) => (
        <FigureTile key={id} id={id} />
      ))}
    </KpiStrip>
  )
}

function FigureTile({ id }: { readonly id: (typeof TILES)[number] }) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations()
  const tile = live.tiles[id]
  const old = isOld(live.trouble)
  const props = cardOf(id, tile)
  return <KpiCard {...props} />

  function cardOf(key: (typeof TILES)[number], value: TileValue | undefined): KpiCardProps {
    const figure = figureOf(value)
    const label = t(`tile.${key}`)
    if (!value || !figure) {
      return { id: key, state: 'none', label, digits: '—', left1: t('tile.noData'), quiet: true }
    }
    const number = value.value
    const shown = f.figure(figure.unit, number, figure.interval)
    const age = value.ageSeconds === null ? null : value.ageSeconds + Math.max(0, (live.now - live.at) / 1000)
    const state = old ? 'none' : value.state
    // People, not tickets, stand behind the free agents; who is overdue stands in the list below.
    const href =
      key === 'agents_available'
        ? '/agents'
        : key === 'overdue_now'
          ? '#waiting'
          : rowsHref(figure.metric, isGauge(key) ? null : figure.period)
    const word = old
      ? t('state.stale')
      : state === 'ok' || (state === 'none' && number !== null)
        ? undefined
        : t(`state.${state}`)
    const target = figure.target
      ? t('tile.target', { target: f.target(figure.target.op, figure.unit, figure.target.value) })
      : undefined
    const beside = figure.beside ?? {}
    const base: KpiCardProps = {
      id: key,
      state,
      label,
      word,
      aside: old ? f.stopped(live.at) : undefined,
      digits:
        number === null ? (
          '—'
        ) : (
          <Tween value={number} format={(v) => f.figure(figure.unit, v, figure.interval).digits} />
        ),
      unit: number === null ? undefined : shown.unit,
      spark: figure.spark,
      sparkTarget: figure.target?.value,
      left1: number === null ? t('tile.noData') : figure.smallSample ? t('tile.smallSampleShort') : target,
      right1:
        number === null || figure.smallSample || figure.before === null
          ? undefined
          : changeText(figure, number, f),
      left2: [figure.period.label[f.locale], value.n === null || value.n === 0 ? null : f.n(value.n)]
        .filter((part) => part !== null)
        .join(' · '),
      right2:
        figure.interval && number !== null ? f.interval(figure.unit, figure.interval, number) : undefined,
      href,
      figure: { metric: figure.metric, value: number, n: value.n },
      quiet: old || figure.smallSample || number === null,
    }
    switch (key) {
      case 'queue_now':
        return {
          ...base,
          spark: undefined,
          beside: [{ label: t('tile.oldest'), value: f.duration(beside.oldest_wait_now ?? null) }],
          left1: t('tile.each'),
          left2: age === null ? undefined : f.age(age),
        }
      case 'agents_available':
        return {
          ...base,
          spark: undefined,
          beside: [
            { label: t('tile.online'), value: f.count(beside.agents_online ?? null) },
            { label: t('tile.busy'), value: f.count(beside.busy ?? null) },
          ],
          left1: t('tile.handled', { count: f.count(beside.handled ?? null) }),
          left2: undefined,
        }
      case 'overdue_now':
        return {
          ...base,
          spark: undefined,
          left1: number === 0 ? t('tile.calm') : t('tile.waitingPastLimit'),
          left2: undefined,
        }
      default:
        return figure.smallSample && number !== null && value.n !== null
          ? { ...base, digits: f.count(value.n), unit: t('tile.caseUnit'), right2: undefined }
          : base
    }
  }
}

function isGauge(id: string): boolean {
  return id === 'queue_now' || id === 'agents_available' || id === 'overdue_now'
}

/** Today's two counts, beside the title of the strip. */
export function TodayCounts() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  return (
    <>
      {(['tickets_opened', 'messages_in'] as const).map((id) => {
        const tile = live.tiles[id]
        const figure = figureOf(tile)
        const value = tile?.value ?? null
        return (
          <span key={id} data-tile={id} data-state={tile?.state ?? 'none'} className="whitespace-nowrap">
            {t(id)}{' '}
            <Link
              href={rowsHref(figure?.metric ?? id, figure?.period ?? null)}
              prefetch={false}
              className="num text-body font-[600] text-ink"
              {...figureData(figure?.metric ?? id, value, tile?.n)}
            >
              {value === null ? '—' : <Tween value={value} format={f.count} />}
            </Link>
          </span>
        )
      })}
    </>
  )
}

/** How fresh the page is: 实时 · 2 秒前. */
export function LiveAge() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  if (live.at === 0) return <span>{t('connecting')}</span>
  return (
    <span data-live-age>
      {live.trouble === 'none'
        ? `${t('live')} · ${f.age(Math.max(0, (live.now - live.at) / 1000))}`
        : f.stopped(live.at)}
    </span>
  )
}
