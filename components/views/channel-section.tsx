import { type ChannelRow, ChannelTable } from '@/components/boards/channel-table'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { bandOf } from '@/lib/boards/state'
import { channelKind } from '@/lib/facts/channel-kind'
import { inSentence } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult, Target } from '@/lib/metrics/types'
import { isSmall, nOf, numberOf, textOf } from './answers'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import { rowsQuery, type ViewState, viewQuery } from './view-state'

/** The target of a metric on a channel: by the channel's kind where kinds differ. */
export function channelTarget(target: Target | null, channel: string | null): number | null {
  return target === null ? null : (target.byKind?.[channelKind(channel)] ?? target.value)
}

/** Channels of a period: rows of the query door in the shape of the live table. */
export function channelRows(now: QueryResult, spark: QueryResult | null): ChannelRow[] {
  const metric = metricById('frt_avg')
  const before = new Map((now.comparison?.rows ?? []).map((row) => [textOf(row, 'channel'), row]))
  const sparks = new Map<string | null, (number | null)[]>()
  for (const row of spark?.rows ?? []) {
    const channel = textOf(row, 'channel')
    sparks.set(channel, [...(sparks.get(channel) ?? []), numberOf(row, 'frt_avg')])
  }
  return now.rows.map((row) => {
    const channel = textOf(row, 'channel')
    const frt = numberOf(row, 'frt_avg')
    const frtN = nOf(row, 'frt_avg')
    const target = channelTarget(metric?.target ?? null, channel)
    const volume = numberOf(row, 'tickets_opened') ?? 0
    const volumeBefore = numberOf(before.get(channel), 'tickets_opened')
    const judged = metric && !isSmall(metric, frtN) && target !== null
    return {
      channel,
      state: frt === null ? 'ok' : judged ? bandOf(frt, { value: target, op: '<=' }, 'seconds') : 'ok',
      frt,
      frtN,
      frtToday: frt,
      target,
      within: numberOf(row, 'frt_within_target'),
      queue: 0,
      volume,
      volumeChange: volumeBefore ? volume / volumeBefore - 1 : null,
      csat: numberOf(row, 'csat'),
      csatN: nOf(row, 'csat'),
      ageSeconds: null,
      spark: sparks.get(channel) ?? [],
    }
  })
}

export function ChannelSection({
  page,
  now,
  spark,
  view,
  title,
}: {
  readonly page: PageKit
  readonly now:
    | { readonly ok: true; readonly value: QueryResult }
    | { readonly ok: false; readonly code: string }
  readonly spark: QueryResult | null
  readonly view: ViewState
  readonly title: string
}) {
  const { t, zone, ctx } = page
  if (!now.ok) return <SectionError t={t} title={title} code={now.code} href={`?${viewQuery(view)}`} />
  const rows = channelRows(now.value, spark).filter((row) => row.volume > 0 || row.frtN > 0 || row.csatN > 0)
  return (
    <Card title={title} hint={<span>{t('board.channelHint')}</span>}>
      {rows.length === 0 ? (
        <Empty title={t('tile.noData')} hint={t('tickets.emptyHint')} />
      ) : (
        <ChannelTable
          rows={rows}
          live={false}
          links={{
            period: rowsQuery(
              { ...view, filters: view.filters.filter((filter) => filter.dimension !== 'channel') },
              zone,
              ctx.now,
            ),
          }}
          change={
            view.compare
              ? t('compare.against', { what: inSentence(t(`compare.${view.compare}`)) })
              : t('compare.label')
          }
        />
      )}
    </Card>
  )
}
