'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import type { PastWaits } from '@/lib/alerts/backtest-answer'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import { conditionLimit, withLimit } from '@/lib/alerts/kinds/condition-limit'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { BacktestPanel } from './backtest-panel'
import {
  adaptiveOf,
  answersOf,
  besideOf,
  conditionsOf,
  savedLimitOf,
  silenceLimit,
  withCondition,
} from './condition'
import type { Draft, EditorChoices } from './types'
import type { BacktestState } from './use-backtest'
import { WaitsCard } from './waits-card'

/** What a drafted rule would have done in 28 days, whatever its kind: a curve under its limit, or waits by the day. */
export function RulePast({
  draft,
  first,
  version,
  backtest,
  index,
  choices,
  disabled,
  onIndex,
  onChange,
  onAgain,
}: {
  readonly draft: Draft
  /** as it was opened */
  readonly first: Draft
  /** of the stored edition; 0 = there is none */
  readonly version: number
  readonly backtest: BacktestState
  /** of several conditions, the one that is drawn */
  readonly index: number
  readonly choices: EditorChoices
  readonly disabled: boolean
  readonly onIndex: (index: number) => void
  readonly onChange: (draft: Draft) => void
  readonly onAgain: () => void
}) {
  const t = useTranslations('rules.backtest')
  const { state, past } = backtest
  const conditions = conditionsOf(draft)
  const answers = useMemo(
    () => answersOf(draft.kind, conditions.length, past),
    [draft.kind, conditions.length, past],
  )
  const others =
    conditions.length < 2
      ? ''
      : JSON.stringify([(draft.params as CompoundParams).join, conditions.filter((_, i) => i !== index)])
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the drawn limit moves, the others stay what they are
  const beside = useMemo(() => besideOf(draft, answers, index), [others, answers, index])
  if (past !== null && 'waits' in past && isTimed(draft)) {
    return past.waits.map((waits) => (
      <WaitsCard
        key={`${waits.policy?.index ?? ''} ${waits.part}`}
        waits={waits}
        busy={state === 'loading'}
        disabled={disabled}
        onLimit={(seconds) => onChange(withWait(draft, waits, seconds))}
      />
    ))
  }
  const condition = conditions[index]
  const answer = answers[index] ?? null
  const source = draft.kind === 'source' ? (draft.params as SourceParams) : null
  const text =
    state === 'wrong' || state === 'failed'
      ? t(state)
      : past !== null && 'reason' in past
        ? t(past.reason)
        : t('loading')
  return (
    <BacktestPanel
      answer={state === 'ready' || state === 'loading' ? answer : null}
      busy={state === 'loading'}
      text={text}
      onAgain={state === 'failed' ? onAgain : null}
      {...beside}
      limit={
        condition === undefined
          ? silenceLimit(source ?? { afterSeconds: null }, answer?.series[0]?.limit)
          : conditionLimit(condition)
      }
      own={source !== null && source.afterSeconds === null}
      timing={draft}
      saved={version === 0 ? null : savedLimitOf(first, draft, index)}
      version={version}
      disabled={disabled}
      onLimit={(limit) =>
        onChange(
          condition === undefined
            ? { ...draft, params: { ...source, afterSeconds: Math.max(60, Math.round(limit)) } }
            : withCondition(draft, index, withLimit(condition, limit)),
        )
      }
      onAdaptive={
        condition?.kind === 'threshold' &&
        choices.metrics.some(({ id, isState }) => id === condition.params.metric && !isState)
          ? () => onChange(withCondition(draft, index, adaptiveOf(condition)))
          : undefined
      }
      tabs={
        conditions.length < 2 ? null : (
          <div className="flex flex-wrap items-center gap-1.5 pb-2 text-body text-ink-2">
            {t('compound')}
            {conditions.map((it, i) => (
              <button
                // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
                key={i}
                type="button"
                aria-pressed={i === index}
                onClick={() => onIndex(i)}
                className={cx(
                  'h-7 rounded-control border px-2 max-md:h-11',
                  i === index ? 'border-ink bg-accent text-ink' : 'border-line-2 hover:bg-accent',
                )}
              >
                {t('condition', { number: i + 1 })} ·{' '}
                {choices.metrics.find(({ id }) => id === it.params.metric)?.label ?? it.params.metric}
              </button>
            ))}
          </div>
        )
      }
    />
  )
}

const isTimed = ({ kind }: Draft): boolean => kind === 'conversation' || kind === 'sla'

/** The draft with the limit of some waits changed; a warning that would come too early goes. */
function withWait(draft: Draft, { policy, part }: PastWaits, limitSeconds: number): Draft {
  const limited = <T extends { readonly warnSeconds: number | null }>(
    wait: T,
  ): T & { limitSeconds: number } => ({
    ...wait,
    limitSeconds,
    warnSeconds: wait.warnSeconds !== null && wait.warnSeconds >= limitSeconds ? null : wait.warnSeconds,
  })
  if (policy === null) {
    const params = draft.params as ConversationParams
    if (part !== 'vip') return { ...draft, params: limited(params) }
    return { ...draft, params: { ...params, vip: params.vip === null ? null : limited(params.vip) } }
  }
  const { policies } = draft.params as SlaParams
  const field = part === 'solution' ? 'solution' : 'firstResponse'
  return {
    ...draft,
    params: {
      policies: policies.map((it, i) => {
        const wait = it[field]
        return i === policy.index && wait !== null ? { ...it, [field]: limited(wait) } : it
      }),
    },
  }
}
