/** What alarms are called and what is to be done about them, in words. */
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import type { AlarmsResult } from '@/lib/boards/types'
import { agentLabel, channelName, teamName } from '@/lib/i18n/names'
import { useCards } from './wall-explain'

export type AlarmRow = AlarmsResult['rows'][number]

/** Words for alarms: their names, their places, and the one thing to do now. */
export function useAlarmWords() {
  const f = useFormats()
  const t = useTranslations('wall.alarm')
  const cards = useCards()

  const where = (scope: AlarmRow['scope']): string =>
    scope.channel !== undefined
      ? channelName(f.locale, scope.channel)
      : scope.team
        ? teamName(scope.team)
        : (scope.source ?? t('whole'))
  const nameOf = ({
    metric,
    scope,
    title,
    others = 0,
  }: Pick<AlarmRow, 'metric' | 'scope' | 'title' | 'others'>): string => {
    if (metric === 'wait_over' && others > 0) return t('waitsName', { where: where(scope) })
    if (metric === 'source_silent')
      return scope.source === undefined ? t('sourcesName') : t('sourceName', { source: scope.source })
    if (metric === 'vip_overdue') return t('vipName', { where: where(scope) })
    if (metric === 'queue_now') return t('queueName', { where: where(scope) })
    // Alarms of rules that the wall has no words of its own for bear the name of their incident.
    if (
      title !== undefined &&
      (metric === 'wait_over' || metric === 'alarm' || !t.has(`metric.${metric as 'frt_avg'}`))
    )
      return title[f.locale]
    const short = t.has(`metric.${metric as 'frt_avg'}`) ? t(`metric.${metric as 'frt_avg'}`) : undefined
    return t('metricName', { where: where(scope), metric: short ?? cards[metric]?.label ?? metric })
  }
  const actionOf = (row: AlarmRow): string => {
    if (row.metric === 'source_silent')
      return row.scope.source === undefined
        ? t('checkSources')
        : t('checkSource', { source: row.scope.source })
    if (row.canHelp.length > 0) {
      const names = f.list(row.canHelp.slice(0, 3).map((person) => agentLabel(person.agent)))
      return row.scope.channel !== undefined
        ? t('transfer', { names, where: where(row.scope) })
        : t('transferOther', { names, where: where(row.scope) })
    }
    if (row.metric === 'vip_overdue') return t('helpVip', { where: where(row.scope) })
    if (
      row.incident !== undefined &&
      !t.has(`metric.${row.metric as 'frt_avg'}`) &&
      row.metric !== 'wait_over'
    )
      return t('openIncident', { number: `A-${row.incident}` })
    // Ratings do not wait for a free hand: they are read.
    return row.metric === 'csat' ? t('readLow') : t('callHelp')
  }
  return { where, nameOf, actionOf }
}
