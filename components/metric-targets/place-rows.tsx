'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Text } from '@/components/ui/fields'
import { dimensionValueName } from '@/lib/i18n/names'
import {
  bandsOf,
  type DraftRow,
  figureText,
  type RowReading,
  readRow,
  shippedAt,
} from '@/lib/metrics/target-draft'
import { type TargetMetric, unitRange } from '@/lib/metrics/target-overrides'
import { KINDS } from '@/lib/metrics/targets'
import { BandsLine } from './bands-line'

/** What the place of a row is called. */
export function usePlaceName(): (row: Pick<DraftRow, 'scope' | 'key'>) => string {
  const t = useTranslations('metricTargets')
  const f = useFormats()
  return ({ scope, key }) => {
    if (scope === null) return t('company')
    const kind = scope === 'channelKind' ? KINDS.find((it) => it === key) : undefined
    if (kind !== undefined) return t(`kind.${kind}`)
    return t('scope', { dimension: t(`dimension.${scope}`), value: dimensionValueName(f.locale, scope, key) })
  }
}

/** The places of one metric, each with the fields of its target and a line of what they mean. */
export function PlaceRows({
  metric,
  rows,
  mayWrite,
  onChange,
}: {
  readonly metric: TargetMetric
  readonly rows: readonly DraftRow[]
  readonly mayWrite: boolean
  readonly onChange: (rows: readonly DraftRow[]) => void
}) {
  const t = useTranslations('metricTargets')
  const f = useFormats()
  const nameOf = usePlaceName()
  const text = (value: number) => figureText(value, metric.unit, f.locale)
  return (
    <ul className="flex flex-col">
      {rows.map((row, index) => {
        const name = nameOf(row)
        const reading = readRow(metric, row)
        const shipped = shippedAt(metric, row)
        const byItself =
          reading.limit === null
            ? null
            : bandsOf({ value: reading.limit.value, op: reading.limit.op }, metric.unit).watch
        const change = (patch: Partial<DraftRow>) =>
          onChange(rows.map((it, i) => (i === index ? { ...it, ...patch } : it)))
        const stays = row.scope === null || (row.scope === 'channelKind' && shipped !== null)
        const set = row.target !== '' || row.watch !== ''
        return (
          <li
            key={`${row.scope ?? ''}:${row.key}`}
            data-place={`${row.scope ?? ''}:${row.key}`}
            className="grid grid-cols-[minmax(120px,1.1fr)_140px_140px_minmax(0,2fr)_84px] items-start gap-x-3 gap-y-1.5 border-t border-line py-2 first:border-t-0 max-lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] max-md:grid-cols-2 max-md:py-3"
          >
            <span className="pt-[7px] text-body font-[540] text-ink max-lg:col-span-full max-lg:pt-0">
              {name}
            </span>
            <Typed
              label={t('target')}
              name={t('targetOf', { where: name })}
              value={row.target}
              placeholder={shipped === null ? '' : text(shipped)}
              fault={faultText('target', reading, metric, t, text)}
              disabled={!mayWrite}
              onText={(target) => change({ target })}
            />
            <Typed
              label={t('watch')}
              name={t('watchOf', { where: name })}
              value={row.watch}
              placeholder={byItself === null ? (reading.limit === null ? '' : t('never')) : text(byItself)}
              fault={faultText('watch', reading, metric, t, text)}
              disabled={!mayWrite}
              onText={(watch) => change({ watch })}
            />
            <div aria-live="polite" className="min-w-0 pt-[7px] text-caption max-lg:col-span-2 max-lg:pt-0">
              {reading.limit === null ? (
                <span className="text-ink-3">
                  {reading.fault === null
                    ? t('noTarget')
                    : reading.fault.code === 'no_target'
                      ? t('bands.none')
                      : ''}
                </span>
              ) : (
                <BandsLine limit={reading.limit} unit={metric.unit} />
              )}
              {shipped !== null && set ? (
                <span className="text-ink-3">{t('shipped', { target: text(shipped) })}</span>
              ) : null}
            </div>
            <span className="flex min-w-[34px] justify-end md:max-lg:col-start-3 md:max-lg:row-start-2 max-md:col-span-full max-md:justify-start max-lg:empty:hidden">
              {!mayWrite || (stays && !set) ? null : stays ? (
                <button
                  type="button"
                  aria-label={`${t('reset')} · ${name}`}
                  onClick={() => change({ target: '', watch: '' })}
                  className="h-[34px] rounded-control px-2 text-caption whitespace-nowrap text-ink-2 hover:bg-accent hover:text-ink max-md:-ml-2 max-md:h-11 max-md:text-body"
                >
                  {t('reset')}
                </button>
              ) : (
                <button
                  type="button"
                  aria-label={t('remove', { where: name })}
                  onClick={() => onChange(rows.filter((_, i) => i !== index))}
                  className="inline-flex h-[34px] min-w-[34px] items-center justify-center gap-1.5 rounded-control text-body text-ink-3 hover:bg-accent hover:text-ink max-md:-ml-2 max-md:h-11 max-md:px-2 max-md:text-ink-2"
                >
                  <X size={15} aria-hidden />
                  <span aria-hidden className="md:hidden">
                    {t('removeShort')}
                  </span>
                </button>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Typed({
  label,
  name,
  value,
  placeholder,
  fault,
  disabled,
  onText,
}: {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly placeholder: string
  readonly fault: string | null
  readonly disabled: boolean
  readonly onText: (text: string) => void
}) {
  return (
    <div className="min-w-0">
      <span aria-hidden className="mb-1 block text-caption text-ink-3 lg:hidden">
        {label}
      </span>
      <Text
        aria-label={name}
        aria-invalid={fault !== null}
        autoComplete="off"
        maxLength={40}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {fault === null ? null : (
        <p role="alert" className="pt-1 text-caption text-bad">
          {fault}
        </p>
      )}
    </div>
  )
}

function faultText(
  field: 'target' | 'watch',
  { fault }: RowReading,
  metric: TargetMetric,
  t: ReturnType<typeof useTranslations<'metricTargets'>>,
  text: (value: number) => string,
): string | null {
  if (fault === null || fault.field !== field) return null
  const [low, high] = unitRange(metric.unit)
  switch (fault.code) {
    case 'unreadable':
      return t('fault.unreadable', { example: t(`unit.${metric.unit}`) })
    case 'out_of_range':
      return t('fault.out_of_range', { low: text(low), high: text(high) })
    case 'watch_beyond':
      return t(fault.ceiling ? 'fault.watch_beyond_ceiling' : 'fault.watch_beyond_floor', {
        value: text(fault.value),
      })
    case 'no_target':
      return t('fault.no_target')
  }
}
