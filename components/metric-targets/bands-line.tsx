'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { bandsOf, figureText } from '@/lib/metrics/target-draft'
import type { Limit, Unit } from '@/lib/metrics/types'

/** Where a figure is fine, watched and bad: shape, word and range of each. */
export function BandsLine({
  limit,
  unit,
  className,
}: {
  readonly limit: Limit
  readonly unit: Unit
  readonly className?: string
}) {
  const t = useTranslations('metricTargets')
  const f = useFormats()
  const { op, bad, watch } = bandsOf(limit, unit)
  const text = (value: number) => figureText(value, unit, f.locale)
  const ceiling = op === '<='
  const parts = [
    {
      state: 'ok' as const,
      range:
        watch === null
          ? t(ceiling ? 'atMost' : 'atLeast', { value: text(bad) })
          : t(ceiling ? 'below' : 'atLeast', { value: text(watch) }),
    },
    ...(watch === null
      ? []
      : [
          {
            state: 'watch' as const,
            range: t(
              'between',
              ceiling ? { from: text(watch), to: text(bad) } : { from: text(bad), to: text(watch) },
            ),
          },
        ]),
    { state: 'bad' as const, range: t(ceiling ? 'above' : 'below', { value: text(bad) }) },
  ]
  return (
    <span className={cx('flex flex-wrap gap-x-3 gap-y-0.5', className)} data-bands>
      {parts.map(({ state, range }) => (
        <span key={state} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <StateGlyph state={state} size="11px" />
          <span className={WORD_COLOR[state]}>{t(`bands.${state}`, { range })}</span>
        </span>
      ))}
    </span>
  )
}
