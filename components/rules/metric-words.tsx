'use client'

import { useTranslations } from 'use-intl'
import type { AdaptiveParams } from '@/lib/alerts/kinds/adaptive'
import type { ChangeParams } from '@/lib/alerts/kinds/change'
import { type MetricCondition, withLimit } from '@/lib/alerts/kinds/condition-limit'
import type { ThresholdParams } from '@/lib/alerts/kinds/threshold'
import type { Window } from '@/lib/alerts/kinds/window'
import { ScopeToken } from './scope-token'
import { TokenChoice, TokenNumber, Words } from './token'
import type { MetricOption } from './types'
import type { NumberKind } from './written'

const WINDOWS = [
  'last_15m',
  'last_1h',
  'today',
  'yesterday',
  'last_7_days',
  'last_28_days',
  'this_week',
  'this_month',
] as const
const MINUTES = [5, 30, 120, 240]

/** The half-sentence of one condition, up to its limit. */
export function MetricWords({
  condition,
  metrics,
  disabled,
  wrong,
  onChange,
}: {
  readonly condition: MetricCondition
  readonly metrics: readonly MetricOption[]
  readonly disabled: boolean
  /** places that are wrong */
  readonly wrong: ReadonlySet<string>
  readonly onChange: (condition: MetricCondition) => void
}) {
  const t = useTranslations('rules')
  const { params } = condition
  const metric = metrics.find(({ id }) => id === params.metric)
  const unit: NumberKind = metric?.unit ?? 'count'

  const changeWatched = (change: Partial<ThresholdParams>) =>
    onChange({ ...condition, params: { ...params, ...change } } as MetricCondition)
  const takeMetric = (id: string) => {
    const next = metrics.find((it) => it.id === id)
    if (next === undefined) return
    const keeps = params.over === 'all' || next.dimensions.includes(params.over)
    const base = {
      metric: id,
      minSample: next.minSample,
      ...(keeps ? {} : { over: 'all' as const, values: undefined, where: {} }),
    }
    // A limit of another unit says nothing: begin with the metric's own target, on its bad side.
    changeWatched(
      condition.kind === 'threshold'
        ? {
            ...base,
            limit: next.target ?? (next.unit === 'share' ? 0.8 : 10),
            recoverAt: null,
            op: next.polarity === 'up' ? '<' : '>',
          }
        : base,
    )
  }
  return (
    <>
      <ScopeToken
        watched={params}
        metric={metric}
        disabled={disabled}
        wrong={wrong.has('scope')}
        onChange={({ values, ...change }) =>
          changeWatched({
            ...change,
            values: values === undefined ? undefined : [...values],
          } as Partial<ThresholdParams>)
        }
      />
      <Words>{t('sentence.of')}</Words>
      <TokenChoice
        label={t('token.metric')}
        value={params.metric}
        options={metrics.map(({ id, label }) => ({ value: id, label }))}
        onChange={takeMetric}
        disabled={disabled}
        wrong={wrong.has('metric')}
      />
      {condition.kind === 'threshold' ? (
        <>
          {metric?.isState === true ? null : (
            <>
              <Words>{t('sentence.in')}</Words>
              <WindowToken
                value={condition.params.window}
                disabled={disabled}
                wrong={wrong.has('window')}
                onChange={(window) => changeWatched({ window })}
              />
            </>
          )}
          <TokenChoice
            label={t('token.op')}
            value={condition.params.op}
            options={(['>', '<', '>=', '<='] as const).map((op) => ({ value: op, label: t(`op.${op}`) }))}
            onChange={(op) =>
              onChange({
                ...condition,
                params: { ...condition.params, op: op as ThresholdParams['op'], recoverAt: null },
              })
            }
            disabled={disabled}
            wrong={wrong.has('op')}
          />
          <TokenNumber
            label={t('token.limit')}
            kind={unit}
            value={condition.params.limit}
            min={unit === 'points' ? -100 : 0}
            onChange={(limit) => (limit === null ? undefined : onChange(withLimit(condition, limit)))}
            disabled={disabled}
            wrong={wrong.has('limit')}
            hint={hintOf(unit, t)}
          />
        </>
      ) : null}
      {condition.kind === 'change' ? (
        <>
          <Words>{t('sentence.in')}</Words>
          <WindowToken
            value={condition.params.window}
            disabled={disabled}
            wrong={wrong.has('window')}
            onChange={(window) => changeWatched({ window })}
          />
          <Words>{t('sentence.than')}</Words>
          <TokenChoice
            label={t('token.against')}
            value={condition.params.against}
            options={(['average', 'same_weekday', 'previous_period'] as const).map((value) => ({
              value,
              label: t(`against.${value}`),
            }))}
            onChange={(against) =>
              onChange({
                ...condition,
                params: { ...condition.params, against: against as ChangeParams['against'] },
              })
            }
            disabled={disabled}
          />
          <TokenChoice
            label={t('token.direction')}
            value={condition.params.direction}
            options={[
              { value: 'up', label: t('sentence.higher') },
              { value: 'down', label: t('sentence.lower') },
              { value: 'either', label: t('sentence.either') },
            ]}
            onChange={(direction) =>
              onChange({
                ...condition,
                params: { ...condition.params, direction: direction as ChangeParams['direction'] },
              })
            }
            disabled={disabled}
          />
          <TokenNumber
            label={t('token.change')}
            kind="change"
            value={condition.params.change}
            min={0.01}
            onChange={(change) =>
              change === null
                ? undefined
                : onChange({ ...condition, params: { ...condition.params, change, recoverChange: null } })
            }
            disabled={disabled}
            wrong={wrong.has('limit')}
            hint={t('writeShare')}
          />
        </>
      ) : null}
      {condition.kind === 'adaptive' ? (
        <>
          <TokenChoice
            label={t('token.direction')}
            value={condition.params.direction}
            options={[
              { value: 'up', label: t('sentence.upper') },
              { value: 'down', label: t('sentence.lower2') },
              { value: 'either', label: t('sentence.eitherOut') },
            ]}
            onChange={(direction) =>
              onChange({
                ...condition,
                params: { ...condition.params, direction: direction as AdaptiveParams['direction'] },
              })
            }
            disabled={disabled}
          />
          <Words>
            {t('sentence.outside')}
            {t('sentence.sensitivity')}
          </Words>
          <TokenChoice
            label={t('token.sensitivity')}
            value={condition.params.sensitivity}
            options={(['low', 'medium', 'high'] as const).map((value) => ({
              value,
              label: t(`sensitivityOf.${value}`),
            }))}
            onChange={(sensitivity) =>
              onChange({
                ...condition,
                params: { ...condition.params, sensitivity: sensitivity as AdaptiveParams['sensitivity'] },
              })
            }
            disabled={disabled}
          />
        </>
      ) : null}
    </>
  )
}

/** How a number of this kind is written. */
export function hintOf(kind: NumberKind, t: ReturnType<typeof useTranslations<'rules'>>): string {
  return t(
    kind === 'seconds'
      ? 'writeDuration'
      : kind === 'share' || kind === 'change'
        ? 'writeShare'
        : 'writeNumber',
  )
}

function WindowToken({
  value,
  disabled,
  wrong,
  onChange,
}: {
  readonly value: Window
  readonly disabled: boolean
  readonly wrong: boolean
  readonly onChange: (window: Window) => void
}) {
  const t = useTranslations('rules')
  const counts = typeof value === 'number' && !MINUTES.includes(value) ? [...MINUTES, value] : MINUTES
  return (
    <TokenChoice
      label={t('token.window')}
      value={String(value)}
      options={[
        ...WINDOWS.slice(0, 2).map((id) => ({ value: id as string, label: t(`window.${id}`) })),
        ...counts.map((count) => ({ value: String(count), label: t('window.minutes', { count }) })),
        ...WINDOWS.slice(2).map((id) => ({ value: id as string, label: t(`window.${id}`) })),
      ]}
      onChange={(next) => onChange(/^\d+$/.test(next) ? Number(next) : (next as (typeof WINDOWS)[number]))}
      disabled={disabled}
      wrong={wrong}
    />
  )
}
