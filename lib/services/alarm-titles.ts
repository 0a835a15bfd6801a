/** What incidents are called, in both languages. Names of sources' values, never of customers. */
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import { ruleTitle } from '@/lib/alerts/presets'
import type { AlarmScope, Evaluation, Rule, TimerPhase } from '@/lib/alerts/types'
import { type Formats, formats } from '@/lib/i18n/format'
import { agentLabel, channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import { type Translate, translator } from '@/lib/i18n/translate'
import { metricById } from '@/lib/metrics/catalogue'
import type { Locale } from '@/lib/metrics/types'

export type Title = Readonly<Record<Locale, string>>

/** Scopes name their widest part first; a conversation's own number says which one it is. */
const NAMED = ['channel', 'team', 'agent', 'product', 'issueType', 'region', 'campaign'] as const
/** Most parts of a scope a title names. */
const MOST = 2

/** A text made for each language. */
export function inBoth(zone: string, make: (t: Translate, f: Formats, locale: Locale) => string): Title {
  const of = (locale: Locale) => make(translator(locale), formats(locale, zone), locale).trim()
  return { zh: of('zh'), en: of('en') }
}

/** Whose conversation it is, as the company calls them. */
function whoOf({ agent, team }: AlarmScope): string | null {
  if (typeof agent === 'string') return agentLabel(agent)
  return typeof team === 'string' ? teamName(team) : null
}

/** `抖音 · 云舒 ` in front of what is the matter; '' for the whole company. */
function whereOf(scope: AlarmScope, locale: Locale): string {
  const conversation = scope.subject !== undefined
  const parts = conversation
    ? [channelName(locale, scope.channel ?? null), whoOf(scope)]
    : NAMED.map((dimension) => {
        const value = scope[dimension]
        return value === undefined ? null : dimensionValueName(locale, dimension, value)
      })
  const said = parts.filter((part): part is string => part !== null).slice(0, MOST)
  if (said.length === 0) return ''
  return locale === 'zh' ? `${said.join(' · ')} ` : `${said.join(' · ')}: `
}

/** The title of an alarm about a number. */
export function metricTitle(rule: Rule, scope: AlarmScope, evaluation: Evaluation, zone: string): Title {
  const { metric: id, value, limit, unit, verdict } = evaluation
  const metric = id === null ? undefined : metricById(id)
  return inBoth(zone, (t, f, locale) => {
    const where = whereOf(scope, locale)
    if (verdict === 'error') return t('alarmTitle.error', { name: ruleTitle(rule)[locale] })
    // One alarm about several is named by the one that has been silent for the longest.
    const source = scope.source ?? evaluation.scope.source
    if (rule.kind === 'source' && source !== undefined) return t('alarmTitle.silent', { source })
    if (metric === undefined) return t('alarmTitle.named', { where, name: ruleTitle(rule)[locale] })
    const label = metric.text[locale].label
    if (verdict === 'no_data') return t('alarmTitle.noData', { where, metric: label })
    if (value === null || limit === null || rule.kind === 'change' || rule.kind === 'adaptive') {
      return t('alarmTitle.named', { where, name: ruleTitle(rule)[locale] })
    }
    const key = value < limit ? 'alarmTitle.below' : 'alarmTitle.above'
    return t(key, { where, metric: label, limit: f.value(unit, limit) })
  })
}

/** The title of an alarm about somebody who waits; `scope` of the incident's group. */
export function waitTitle(
  rule: Rule,
  scope: AlarmScope,
  phase: TimerPhase,
  vip: boolean,
  zone: string,
): Title {
  return inBoth(zone, (t, f, locale) => {
    const where = `${whereOf(scope, locale)}${vip ? t('alarmTitle.vip') : ''}`
    if (rule.kind === 'sla') return t(`alarmTitle.promise.${phase}`, { where })
    const params = rule.params as ConversationParams
    const { limitSeconds } = vip && params.vip !== null ? params.vip : params
    const limit = limitSeconds % 60 === 0 ? f.span(limitSeconds) : f.durationWords(limitSeconds)
    const at = phase === 'warn' || phase === 'solve_warn' ? 'warn' : 'wait'
    return t(`alarmTitle.${at}.${params.clock}`, { where, limit })
  })
}

/** What a message names of a scope; customers' parts stay out of it. */
export function scopeParts(scope: AlarmScope): { readonly dimension: string; readonly value: string }[] {
  return [...NAMED, 'customerTier', 'priority', 'source', 'subject'].flatMap((dimension) => {
    const value = scope[dimension as keyof AlarmScope]
    return typeof value === 'string' && value !== '' ? [{ dimension, value }] : []
  })
}
