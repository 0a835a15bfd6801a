'use client'

import { useLocale, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import type { Watched } from '@/lib/alerts/kinds/scopes'
import type { ScopeDimension } from '@/lib/alerts/types'
import type { Locale } from '@/lib/i18n/locale'
import { dimensionValueName } from '@/lib/i18n/names'
import { TokenPanel } from './token'
import { type MetricOption, SCOPE_DIMENSIONS } from './types'
import { ValuesPanel } from './values-panel'

type ScopeText = (
  watched: Pick<Watched, 'over' | 'values' | 'where'>,
  t: ReturnType<typeof useTranslations<'rules'>>,
  d: ReturnType<typeof useTranslations<'dimension'>>,
  locale: Locale,
) => string

/** What a metric is watched over, in words: 全部 · 每个渠道 · 渠道 抖音. */
export const scopeText: ScopeText = ({ over, values, where }, t, d, locale) => {
  const named = (dimension: ScopeDimension, list: readonly string[]) => {
    const [first = ''] = list
    const value = dimensionValueName(locale, dimension, first)
    return t('scope.part', {
      dimension: d(dimension),
      value: list.length > 1 ? t('scope.count', { first: value, count: list.length }) : value,
    })
  }
  const narrowed = SCOPE_DIMENSIONS.flatMap((dimension) => {
    const list = where[dimension]
    return list === undefined || (dimension === over && values !== undefined) ? [] : [named(dimension, list)]
  })
  const own =
    over === 'all'
      ? narrowed.length > 0
        ? []
        : [t('scope.all')]
      : values === undefined
        ? [t('scope.each', { dimension: d(over) })]
        : [named(over, values)]
  return [...own, ...narrowed].join(' · ')
}

/** Chooses what a metric is watched over: the whole, each value of a dimension, or some of them. */
export function ScopeToken<W extends Pick<Watched, 'over' | 'values' | 'where'>>({
  watched,
  metric,
  disabled,
  wrong,
  onChange,
}: {
  readonly watched: W
  readonly metric: MetricOption | undefined
  readonly disabled: boolean
  readonly wrong: boolean
  readonly onChange: (
    change: Pick<Watched, 'over' | 'where'> & { readonly values?: readonly string[] | undefined },
  ) => void
}) {
  const t = useTranslations('rules')
  const d = useTranslations('dimension')
  const locale = useLocale() as Locale
  const dimensions = SCOPE_DIMENSIONS.filter((dimension) => metric?.dimensions.includes(dimension) ?? true)
  const narrowed =
    watched.over === 'all' ? SCOPE_DIMENSIONS.find((it) => watched.where[it] !== undefined) : undefined
  const chosen = watched.over === 'all' ? narrowed : watched.over
  const values = watched.values ?? (chosen === undefined ? [] : (watched.where[chosen] ?? []))
  return (
    <TokenPanel
      label={t('token.scope')}
      text={scopeText(watched, t, d, locale)}
      disabled={disabled}
      wrong={wrong}
      width="w-[320px]"
      panel={() => (
        <div>
          <div className="flex flex-wrap gap-1.5 border-b border-line p-2">
            {(['all', ...dimensions] as const).map((dimension) => {
              const on = dimension === (chosen ?? 'all')
              return (
                <button
                  key={dimension}
                  type="button"
                  aria-pressed={on}
                  onClick={() => onChange({ over: dimension, where: {}, values: undefined })}
                  className={cx(
                    'h-7 rounded-control border px-2 text-body max-md:h-11',
                    on ? 'border-ink bg-accent text-ink' : 'border-line-2 text-ink-2 hover:bg-accent',
                  )}
                >
                  {dimension === 'all' ? t('scope.all') : d(dimension)}
                </button>
              )
            })}
          </div>
          {chosen === undefined ? null : (
            <>
              <button
                type="button"
                aria-pressed={values.length === 0}
                onClick={() => onChange({ over: chosen, where: {}, values: undefined })}
                className={cx(
                  'm-1 flex h-[30px] w-[calc(100%-8px)] items-center rounded-control px-2 text-body max-md:h-11',
                  values.length === 0 ? 'bg-accent text-ink' : 'text-ink-2 hover:bg-accent',
                )}
              >
                {t('eachValue')}
              </button>
              <ValuesPanel
                dimension={chosen}
                chosen={values}
                onChange={(next) =>
                  onChange({ over: chosen, where: {}, values: next.length === 0 ? undefined : next })
                }
              />
            </>
          )}
        </div>
      )}
    />
  )
}
