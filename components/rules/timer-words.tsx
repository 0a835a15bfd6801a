'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { button } from '@/components/ui/button'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { CLOCKS } from '@/lib/alerts/types'
import { MatchToken } from './match-token'
import { TokenChoice, TokenNumber, TokenPanel, Words } from './token'
import { ValuesPanel } from './values-panel'

interface WordsOf<Params> {
  readonly params: Params
  readonly disabled: boolean
  readonly wrong: ReadonlySet<string>
  readonly onChange: (params: Params) => void
}

/** 当 [会话] [无人回复] 超过 [3:00]，到点前 [不提前] 提醒；VIP 更严：[0:30]，到点前 [0:10] 提醒；按 [全时]. */
export function ConversationWords({ params, disabled, wrong, onChange }: WordsOf<ConversationParams>) {
  const t = useTranslations('rules')
  const { vip } = params
  return (
    <>
      <MatchToken
        match={params.match}
        disabled={disabled}
        onChange={(match) => onChange({ ...params, match })}
      />
      <Words>{t('sentence.conversation')}</Words>
      <TokenChoice
        label={t('token.clock')}
        value={params.clock}
        options={CLOCKS.map((value) => ({ value, label: t(`clock.${value}`) }))}
        onChange={(clock) => onChange({ ...params, clock: clock as ConversationParams['clock'] })}
        disabled={disabled}
      />
      <Words>{t('sentence.exceeds')}</Words>
      <TokenNumber
        label={t('token.wait')}
        kind="seconds"
        value={params.limitSeconds}
        min={5}
        hint={t('writeDuration')}
        onChange={(limitSeconds) =>
          limitSeconds === null ? undefined : onChange({ ...params, limitSeconds })
        }
        disabled={disabled}
      />
      <Words>{t('sentence.warnBefore')}</Words>
      <TokenNumber
        label={t('token.warn')}
        kind="seconds"
        value={params.warnSeconds}
        min={1}
        hint={t('writeDuration')}
        empty={t('sentence.noWarn')}
        onChange={(warnSeconds) => onChange({ ...params, warnSeconds })}
        disabled={disabled}
        wrong={wrong.has('warn')}
      />
      <Words>
        {t('sentence.warn')}
        {t('sentence.semicolon')}VIP {t('sentence.stricter')}
      </Words>
      <TokenNumber
        label={`VIP ${t('token.wait')}`}
        kind="seconds"
        value={vip?.limitSeconds ?? null}
        min={5}
        hint={t('writeDuration')}
        empty={t('sentence.vipNone')}
        onChange={(limitSeconds) =>
          onChange({
            ...params,
            vip: limitSeconds === null ? null : { limitSeconds, warnSeconds: vip?.warnSeconds ?? null },
          })
        }
        disabled={disabled}
        wrong={wrong.has('vip')}
      />
      {vip === null ? null : (
        <>
          <Words>{t('sentence.warnBefore')}</Words>
          <TokenNumber
            label={`VIP ${t('token.warn')}`}
            kind="seconds"
            value={vip.warnSeconds}
            min={1}
            hint={t('writeDuration')}
            empty={t('sentence.noWarn')}
            onChange={(warnSeconds) => onChange({ ...params, vip: { ...vip, warnSeconds } })}
            disabled={disabled}
            wrong={wrong.has('vip')}
          />
          <Words>{t('sentence.warn')}</Words>
        </>
      )}
      <Words>
        {t('sentence.semicolon')}
        {t('sentence.clockBy')}
      </Words>
      <CalendarToken
        value={params.calendar}
        disabled={disabled}
        onChange={(calendar) => onChange({ ...params, calendar })}
      />
    </>
  )
}

function CalendarToken({
  value,
  disabled,
  onChange,
}: {
  readonly value: 'all_hours' | 'business'
  readonly disabled: boolean
  readonly onChange: (calendar: 'all_hours' | 'business') => void
}) {
  const t = useTranslations('rules')
  return (
    <TokenChoice
      label={t('token.calendar')}
      value={value}
      options={(['all_hours', 'business'] as const).map((id) => ({ value: id, label: t(`calendar.${id}`) }))}
      onChange={(id) => onChange(id === 'business' ? 'business' : 'all_hours')}
      disabled={disabled}
    />
  )
}

/** One line for each tier: who it is for, its limits, its clock. */
export function SlaWords({ params, disabled, wrong, onChange }: WordsOf<SlaParams>) {
  const t = useTranslations('rules')
  const { policies } = params
  type Policy = SlaParams['policies'][number]
  const set = (index: number, change: Partial<Policy>) =>
    onChange({ policies: policies.map((policy, i) => (i === index ? { ...policy, ...change } : policy)) })
  const wait = (index: number, field: 'firstResponse' | 'solution', policy: Policy) => {
    const value = policy[field]
    return (
      <>
        <TokenNumber
          label={`${policy.name} ${t(field === 'solution' ? 'sentence.solveWithin' : 'sentence.firstWithin')}`}
          kind="seconds"
          value={value?.limitSeconds ?? null}
          min={5}
          hint={t('writeDuration')}
          empty={t('sentence.noLimit')}
          onChange={(limitSeconds) =>
            set(index, {
              [field]:
                limitSeconds === null ? null : { limitSeconds, warnSeconds: value?.warnSeconds ?? null },
            })
          }
          disabled={disabled}
          wrong={wrong.has(`policy${index}`)}
        />
        {value === null ? null : (
          <>
            <Words>{t('sentence.warnBefore')}</Words>
            <TokenNumber
              label={`${policy.name} ${t('token.warn')}`}
              kind="seconds"
              value={value.warnSeconds}
              min={1}
              hint={t('writeDuration')}
              empty={t('sentence.noWarn')}
              onChange={(warnSeconds) => set(index, { [field]: { ...value, warnSeconds } })}
              disabled={disabled}
              wrong={wrong.has(`policy${index}`)}
            />
            <Words>{t('sentence.warn')}</Words>
          </>
        )}
      </>
    )
  }
  return (
    <div className="flex w-full flex-col gap-2">
      {policies.map((policy, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tiers have no identity but their place
        <div key={i} className="flex flex-wrap items-center gap-x-1.5 gap-y-2">
          <input
            aria-label={t('sentence.policyName')}
            value={policy.name}
            disabled={disabled}
            onChange={(event) => set(i, { name: event.currentTarget.value })}
            className="field-sizing-content h-[30px] max-w-[200px] min-w-[72px] rounded-control border border-line-2 bg-surface px-2 text-body font-[600] text-ink max-md:h-11"
          />
          <MatchToken match={policy.match} disabled={disabled} onChange={(match) => set(i, { match })} />
          <Words>{t('sentence.firstWithin')}</Words>
          {wait(i, 'firstResponse', policy)}
          <Words>{t('sentence.solveWithin')}</Words>
          {wait(i, 'solution', policy)}
          <Words>
            {t('sentence.semicolon')}
            {t('sentence.clockBy')}
          </Words>
          <CalendarToken
            value={policy.calendar}
            disabled={disabled}
            onChange={(calendar) => set(i, { calendar })}
          />
          {policies.length > 1 && !disabled ? (
            <button
              type="button"
              aria-label={t('sentence.removePolicy')}
              onClick={() => onChange({ policies: policies.filter((_, at) => at !== i) })}
              className={button({ look: 'quiet', size: 'icon' })}
            >
              <X size={14} aria-hidden />
            </button>
          ) : null}
        </div>
      ))}
      {disabled ? null : (
        <div>
          <button
            type="button"
            onClick={() =>
              onChange({
                policies: [
                  ...policies,
                  {
                    name: `${t('sentence.policy')} ${policies.length + 1}`,
                    match: {},
                    firstResponse: { limitSeconds: 14_400, warnSeconds: null },
                    solution: { limitSeconds: 86_400, warnSeconds: null },
                    calendar: 'business',
                  },
                ],
              })
            }
            className={button({ look: 'quiet', size: 'small' })}
          >
            <Plus size={14} aria-hidden />
            {t('sentence.addPolicy')}
          </button>
        </div>
      )}
    </div>
  )
}

/** 当 [任何数据源] 超过 [自己平时的间隔] 没有数据. */
export function SourceWords({ params, disabled, onChange }: WordsOf<SourceParams>) {
  const t = useTranslations('rules')
  const chosen = params.sources ?? []
  return (
    <>
      <TokenPanel
        label={t('token.sources')}
        text={
          chosen.length === 0
            ? t('sentence.anySource')
            : chosen.length === 1
              ? chosen[0]
              : t('scope.count', { first: chosen[0] ?? '', count: chosen.length })
        }
        disabled={disabled}
        width="w-[320px]"
        panel={() => (
          <ValuesPanel
            dimension="source"
            chosen={chosen}
            onChange={(sources) => {
              const { sources: _, ...rest } = params
              onChange(sources.length === 0 ? rest : { ...rest, sources: [...sources] })
            }}
          />
        )}
      />
      <Words>{t('sentence.over')}</Words>
      <TokenNumber
        label={t('token.silence')}
        kind="seconds"
        value={params.afterSeconds}
        min={60}
        hint={t('writeDuration')}
        empty={t('sentence.ownSilence')}
        onChange={(afterSeconds) => onChange({ ...params, afterSeconds })}
        disabled={disabled}
      />
    </>
  )
}
