import { type ChannelRow, ChannelTable } from '@/components/boards/channel-table'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { inSentence, isHiddenChannel } from '@/lib/i18n/names'
import { type MetricLookup, type Scope, scopeOf, targetAt } from '@/lib/metrics/targets'
import type { QueryResult } from '@/lib/metrics/types'
import { isSmall, nOf, numberOf, stateOf, textOf } from './answers'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import { rowsQuery, type ViewState, viewQuery } from './view-state'

/** Channels of a period: rows of the query door in the shape of the live table. `within`: what all are narrowed to. */
export function channelRows(
  now: QueryResult,
  spark: QueryResult | null,
  metricOf: MetricLookup,
  within: Scope = {},
): ChannelRow[] {
  const metric = metricOf('frt_avg')
  const before = new Map((now.comparison?.rows ?? []).map((row) => [textOf(row, 'channel'), row]))
  const sparks = new Map<string | null, (number | null)[]>()
  for (const row of spark?.rows ?? []) {
    const channel = textOf(row, 'channel')
    sparks.set(channel, [...(sparks.get(channel) ?? []), numberOf(row, 'frt_avg')])
  }
  const shown = now.rows.filter((row) => !isHiddenChannel(textOf(row, 'channel')))
  return shown.map((row) => {
    const channel = textOf(row, 'channel')
    const frt = numberOf(row, 'frt_avg')
    const frtN = nOf(row, 'frt_avg')
    const scope = { ...within, channel }
    const target = targetAt(metric, scope)
    const missed = (['frt_within_target', 'csat'] as const).filter((id) => {
      const own = metricOf(id)
      return own && stateOf(own, numberOf(row, id), nOf(row, id), targetAt(own, scope)) === 'bad'
    })
    const enough = (id: string): number | null => {
      const own = metricOf(id)
      return own && isSmall(own, nOf(row, id)) ? null : numberOf(row, id)
    }
    const volume = numberOf(row, 'tickets_opened') ?? 0
    const volumeBefore = numberOf(before.get(channel), 'tickets_opened')
    return {
      channel,
      state: metric && frt !== null ? (stateOf(metric, frt, frtN, target) ?? 'ok') : 'ok',
      frt,
      frtN,
      frtToday: frt,
      target: target?.value ?? null,
      within: enough('frt_within_target'),
      withinN: nOf(row, 'frt_within_target'),
      missed,
      queue: 0,
      queueTarget: null,
      volume,
      volumeChange: volumeBefore ? volume / volumeBefore - 1 : null,
      csat: enough('csat'),
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
  const rows = channelRows(now.value, spark, page.metric, scopeOf(view.filters)).filter(
    (row) => row.volume > 0 || row.frtN > 0 || row.csatN > 0,
  )
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
