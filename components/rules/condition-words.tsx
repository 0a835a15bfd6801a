'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { button } from '@/components/ui/button'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import type { MetricCondition } from '@/lib/alerts/kinds/condition-limit'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { MetricWords } from './metric-words'
import { ConversationWords, SlaWords, SourceWords } from './timer-words'
import { TokenChoice, Words } from './token'
import type { Draft, SentencePart } from './types'

/** What a rule watches, whatever its kind. */
export function ConditionWords({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
}: SentencePart & { readonly onChange: (draft: Draft) => void }) {
  const t = useTranslations('rules')
  const shared = { disabled, wrong }
  const params = (next: unknown) => onChange({ ...draft, params: next })
  switch (draft.kind) {
    case 'conversation':
      return <ConversationWords params={draft.params as ConversationParams} onChange={params} {...shared} />
    case 'sla':
      return <SlaWords params={draft.params as SlaParams} onChange={params} {...shared} />
    case 'source':
      return <SourceWords params={draft.params as SourceParams} onChange={params} {...shared} />
    case 'compound': {
      const { join, conditions } = draft.params as CompoundParams
      return (
        <>
          <Words>{t('sentence.join')}</Words>
          <TokenChoice
            label={t('token.join')}
            value={join}
            options={[
              { value: 'and', label: t('sentence.all') },
              { value: 'or', label: t('sentence.any') },
            ]}
            onChange={(next) => params({ join: next === 'or' ? 'or' : 'and', conditions })}
            disabled={disabled}
          />
          <Words>{t('sentence.joinTail')}</Words>
          <div className="flex w-full flex-col gap-2 border-l-2 border-line-2 pl-3">
            {conditions.map((condition, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
              <div key={i} className="flex flex-wrap items-center gap-x-1.5 gap-y-2">
                <MetricWords
                  condition={condition}
                  metrics={choices.metrics.filter(
                    ({ isState }) => condition.kind === 'threshold' || !isState,
                  )}
                  onChange={(next) =>
                    params({ join, conditions: conditions.map((it, at) => (at === i ? next : it)) })
                  }
                  {...shared}
                />
                {disabled ? null : (
                  <button
                    type="button"
                    aria-label={t('sentence.removeCondition')}
                    onClick={() => onChange(without(draft, i))}
                    className={button({ look: 'quiet', size: 'icon' })}
                  >
                    <X size={14} aria-hidden />
                  </button>
                )}
              </div>
            ))}
          </div>
        </>
      )
    }
    default:
      return (
        <MetricWords
          condition={draft as unknown as MetricCondition}
          metrics={choices.metrics.filter(({ isState }) => draft.kind === 'threshold' || !isState)}
          onChange={(next) => params(next.params)}
          {...shared}
        />
      )
  }
}

/** The rule without a condition; with one left it is a rule of that kind again. */
function without(draft: Draft, index: number): Draft {
  const { join, conditions } = draft.params as CompoundParams
  const left = conditions.filter((_, i) => i !== index)
  const [only] = left
  return left.length === 1 && only !== undefined
    ? { ...draft, kind: only.kind, params: only.params }
    : { ...draft, params: { join, conditions: left } }
}

/** Makes one condition more of a rule over metrics; nothing where there can be none. */
export function AddCondition({
  draft,
  disabled,
  onChange,
}: {
  readonly draft: Draft
  readonly disabled: boolean
  readonly onChange: (draft: Draft) => void
}) {
  const t = useTranslations('rules')
  if (disabled) return null
  const single = draft.kind === 'threshold' || draft.kind === 'change' || draft.kind === 'adaptive'
  if (!single && draft.kind !== 'compound') return null
  const compound = draft.kind === 'compound' ? (draft.params as CompoundParams) : null
  if (compound !== null && compound.conditions.length >= 5) return null
  return (
    <button
      type="button"
      className={button({ look: 'quiet', size: 'small' })}
      onClick={() => {
        const conditions =
          compound?.conditions ??
          ([{ kind: draft.kind, params: draft.params }] as unknown as CompoundParams['conditions'])
        const last = conditions.at(-1)
        const over = last?.params.over ?? 'all'
        const added: CompoundParams['conditions'][number] = {
          kind: 'threshold',
          params: {
            metric: 'queue_now',
            over: over === 'channel' || over === 'team' ? over : 'all',
            ...(last?.params.values === undefined || over === 'all' ? {} : { values: last.params.values }),
            where: {},
            window: 'last_15m',
            op: '>',
            limit: 5,
            recoverAt: null,
            minSample: 0,
            calendar: null,
          },
        }
        onChange({
          ...draft,
          kind: 'compound',
          params: { join: compound?.join ?? 'and', conditions: [...conditions, added] },
        })
      }}
    >
      <Plus size={14} aria-hidden />
      {t('sentence.addCondition')}
    </button>
  )
}
