/** A rule's condition in a line, for lists. Pure. */
import type { Formats } from '@/lib/i18n/format'
import type { Locale } from '@/lib/i18n/locale'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Translate } from '@/lib/i18n/translate'
import { metricById } from '@/lib/metrics/catalogue'
import type { AdaptiveParams } from './kinds/adaptive'
import type { ChangeParams } from './kinds/change'
import type { CompoundParams } from './kinds/compound'
import type { MetricCondition } from './kinds/condition-limit'
import type { ConversationParams } from './kinds/conversation'
import type { Watched } from './kinds/scopes'
import type { SlaParams } from './kinds/sla'
import type { SourceParams } from './kinds/source'
import type { ThresholdParams } from './kinds/threshold'
import type { Rule } from './types'

interface Words {
  readonly t: Translate
  readonly f: Formats
  readonly locale: Locale
}

/** 每个渠道 首次响应 平均 · 近 15 分钟 高于 1:00. */
export function conditionText(rule: Pick<Rule, 'kind' | 'params'>, words: Words): string {
  const { t, f } = words
  switch (rule.kind) {
    case 'threshold':
    case 'change':
    case 'adaptive':
      return metricText({ kind: rule.kind, params: rule.params } as MetricCondition, words)
    case 'compound': {
      const { join, conditions } = rule.params as CompoundParams
      const parts = conditions.map((condition) => metricText(condition, words))
      return `${t(join === 'and' ? 'rules.sentence.all' : 'rules.sentence.any')}: ${parts.join('; ')}`
    }
    case 'conversation': {
      const { clock, limitSeconds, warnSeconds } = rule.params as ConversationParams
      const early =
        warnSeconds === null
          ? ''
          : `${t('rules.sentence.warnBefore')} ${f.duration(warnSeconds)} ${t('rules.sentence.warn')}`
      return `${t(`rules.clock.${clock}`)} ${t('rules.sentence.exceeds')} ${f.duration(limitSeconds)}${early}`
    }
    case 'sla': {
      const { policies } = rule.params as SlaParams
      return policies
        .map(({ name, firstResponse, solution }) => {
          const limits = [firstResponse, solution].map((wait) =>
            wait === null ? t('rules.sentence.noLimit') : f.duration(wait.limitSeconds),
          )
          return `${name} ${limits.join(' / ')}`
        })
        .join('; ')
    }
    case 'source': {
      const { sources, afterSeconds } = rule.params as SourceParams
      const which = sources === undefined ? t('rules.sentence.anySource') : sources.join(', ')
      const long = afterSeconds === null ? t('rules.sentence.ownSilence') : f.duration(afterSeconds)
      return `${which} ${t('rules.sentence.over')} ${long}`
    }
  }
}

function metricText(condition: MetricCondition, words: Words): string {
  const { t, f, locale } = words
  const metric = metricById(condition.params.metric)
  const what = [scopeWords(condition.params, words), metric?.text[locale].label].join(' ')
  switch (condition.kind) {
    case 'threshold': {
      const { window, op, limit } = condition.params as ThresholdParams
      const over =
        typeof window === 'number'
          ? t('rules.window.minutes', { count: window })
          : t(`rules.window.${window}`)
      const time = metric?.type === 'gauge' ? '' : ` · ${over}`
      return `${what}${time} ${t(`rules.op.${op}`)} ${f.value(metric?.unit ?? 'count', limit)}`
    }
    case 'change': {
      const { against, direction, change } = condition.params as ChangeParams
      const way = t(
        direction === 'up'
          ? 'rules.sentence.higher'
          : direction === 'down'
            ? 'rules.sentence.lower'
            : 'rules.sentence.either',
      )
      return `${what} ${t('rules.sentence.than')} ${t(`rules.against.${against}`)} ${way} ${Math.round(change * 100)}%`
    }
    case 'adaptive': {
      const { direction } = condition.params as AdaptiveParams
      const way = t(
        direction === 'up'
          ? 'rules.sentence.upper'
          : direction === 'down'
            ? 'rules.sentence.lower2'
            : 'rules.sentence.eitherOut',
      )
      return `${what} ${way} ${t('rules.sentence.outside')}`
    }
  }
}

function scopeWords({ over, values }: Pick<Watched, 'over' | 'values'>, { t, locale }: Words): string {
  if (over === 'all') return t('rules.scope.all')
  if (values === undefined) return t('rules.scope.each', { dimension: t(`dimension.${over}`) })
  const [first = ''] = values
  const name = dimensionValueName(locale, over, first)
  return values.length === 1 ? name : t('rules.scope.count', { first: name, count: values.length })
}
