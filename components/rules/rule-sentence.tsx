'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Tick } from '@/components/ui/fields'
import { StateGlyph } from '@/components/ui/state-badge'
import { isUpper } from '@/lib/alerts/kinds/limits'
import type { ThresholdParams } from '@/lib/alerts/kinds/threshold'
import { AddCondition, ConditionWords } from './condition-words'
import { hintOf } from './metric-words'
import { MuteToken } from './mute-token'
import { TaskToken } from './task-token'
import { TickList, TokenChoice, TokenNumber, TokenPanel, Words } from './token'
import type { Draft, EditorChoices, SentencePart } from './types'

/** Words and tokens in one flow, as a sentence breaks its lines. */
const FLOW = 'leading-[38px] max-md:leading-[54px] [&>*]:mr-1.5 [&>*]:align-middle'
const FOR = [0, 60, 120, 180, 300, 600, 900, 1_800, 3_600]
const EVERY = [15, 30, 60, 300, 900, 3_600, 86_400]
const KEEP = [0, 60, 180, 300, 600, 1_800]
const REPEAT = [10, 30, 60, 240, 1_440]

/** A rule as a sentence whose words can be changed. */
export function RuleSentence({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
}: SentencePart & { readonly onChange: (draft: Draft) => void }) {
  const t = useTranslations('rules')
  const f = useFormats()
  const [more, setMore] = useState(false)
  const timed = draft.kind === 'conversation' || draft.kind === 'sla'
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  const shared = { disabled, wrong }
  return (
    <section className="card px-5 py-4 max-md:px-5" aria-label={t('column.when')}>
      <div className={FLOW}>
        <Words>{t('sentence.when')}</Words>
        <ConditionWords draft={draft} choices={choices} onChange={onChange} {...shared} />
        {timed ? null : (
          <>
            <Words>{t('sentence.hold')}</Words>
            <SecondsChoice
              label={t('token.for')}
              value={draft.forSeconds}
              values={FOR}
              zero={t('atOnce')}
              disabled={disabled}
              wrong={wrong.has('for')}
              onChange={(forSeconds) => set({ forSeconds })}
            />
          </>
        )}
        {draft.kind === 'threshold' || draft.kind === 'change' || draft.kind === 'adaptive' ? (
          <>
            <Words>{t('sentence.sample')}</Words>
            <TokenNumber
              label={t('token.minSample')}
              kind="count"
              value={(draft.params as ThresholdParams).minSample}
              onChange={(minSample) =>
                set({
                  params: { ...(draft.params as ThresholdParams), minSample: Math.round(minSample ?? 0) },
                })
              }
              hint={t('writeNumber')}
              empty={t('none')}
              {...shared}
              wrong={wrong.has('minSample')}
            />
          </>
        ) : null}
        <Words>{t('sentence.severity')}</Words>
        <TokenChoice
          label={t('token.severity')}
          value={draft.severity}
          options={(['watch', 'bad'] as const).map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={(severity) => set({ severity: severity === 'watch' ? 'watch' : 'bad' })}
          disabled={disabled}
          lead={<StateGlyph state={draft.severity} size="10px" />}
          tone={draft.severity === 'bad' ? 'text-bad' : 'text-watch'}
        />
        <Words>{t('sentence.stop')}</Words>
      </div>
      <div className={FLOW}>
        <Words>{t('sentence.notify')}</Words>
        <LadderToken draft={draft} choices={choices} onChange={set} {...shared} />
        <LadderWords draft={draft} choices={choices} />
        <Recovery draft={draft} choices={choices} onChange={onChange} timed={timed} {...shared} />
      </div>
      <div className={FLOW}>
        <Words>{t('sentence.only')}</Words>
        <TokenChoice
          label={t('token.active')}
          value={draft.activeIn}
          options={(['always', 'business'] as const).map((value) => ({
            value,
            label: t(`sentence.${value}`),
          }))}
          onChange={(activeIn) => set({ activeIn: activeIn === 'business' ? 'business' : 'always' })}
          disabled={disabled}
        />
        <Words>{t('sentence.active')}</Words>
        <MuteToken
          windows={draft.mute}
          disabled={disabled}
          wrong={wrong.has('mute')}
          onChange={(mute) => set({ mute })}
        />
        <Words>{t('sentence.muted')}</Words>
        <AddCondition draft={draft} disabled={disabled} onChange={onChange} />
        <button
          type="button"
          aria-expanded={more}
          onClick={() => setMore(!more)}
          className={button({ look: 'quiet', size: 'small' })}
        >
          {t(more ? 'sentence.less' : 'sentence.more')}
        </button>
      </div>
      {more ? (
        <div className={cx(FLOW, 'mt-2 border-t border-line pt-2')}>
          {timed ? null : (
            <>
              <Words>{t('sentence.every')}</Words>
              <SecondsChoice
                label={t('token.every')}
                value={draft.everySeconds}
                values={EVERY}
                disabled={disabled}
                onChange={(everySeconds) => set({ everySeconds })}
              />
              <Words>
                {t('sentence.evaluate')}
                {t('sentence.keepFiring')}
              </Words>
              <SecondsChoice
                label={t('token.keepFiring')}
                value={draft.keepFiringSeconds}
                values={KEEP}
                zero={t('none')}
                disabled={disabled}
                onChange={(keepFiringSeconds) => set({ keepFiringSeconds })}
              />
              <Words>{t('sentence.noData')}</Words>
              <AnswerToken
                label={t('token.noData')}
                value={draft.noData}
                disabled={disabled}
                onChange={(noData) => set({ noData })}
              />
              <Words>{t('sentence.onError')}</Words>
              <AnswerToken
                label={t('token.onError')}
                value={draft.onError}
                disabled={disabled}
                onChange={(onError) => set({ onError })}
              />
            </>
          )}
          <Words>{timed ? t('sentence.groupFirst') : t('sentence.group')}</Words>
          <TokenChoice
            label={t('token.groupBy')}
            value={draft.groupBy}
            options={(['key', 'channel', 'team', 'rule'] as const).map((value) => ({
              value,
              label: t(`groupBy.${value}`),
            }))}
            onChange={(groupBy) => set({ groupBy: groupBy as Draft['groupBy'] })}
            disabled={disabled}
          />
          <Words>{t('sentence.repeat')}</Words>
          <TokenChoice
            label={t('token.repeat')}
            value={String(draft.repeatMinutes ?? 0)}
            options={[
              { value: '0', label: t('sentence.noRepeat') },
              ...withOwn(REPEAT, draft.repeatMinutes).map((count) => ({
                value: String(count),
                label: t('sentence.minutes', { count }),
              })),
            ]}
            onChange={(minutes) => set({ repeatMinutes: minutes === '0' ? null : Number(minutes) })}
            disabled={disabled}
          />
          <Words>{t('sentence.followUp')}</Words>
          <TaskToken draft={draft} disabled={disabled} onChange={set} />
          <Words>{t('sentence.inhibited')}</Words>
          <TokenPanel
            label={t('token.inhibited')}
            text={
              draft.inhibitedBy.length === 0
                ? t('sentence.notInhibited')
                : f.list(
                    draft.inhibitedBy.map(
                      (id) => choices.rules.find((rule) => rule.id === id)?.name ?? id.slice(0, 8),
                    ),
                  )
            }
            disabled={disabled}
            width="w-[340px]"
            panel={() => (
              <TickList
                options={choices.rules.map(({ id, name }) => ({ value: id, label: name }))}
                chosen={draft.inhibitedBy}
                onChange={(inhibitedBy) => set({ inhibitedBy })}
                search={t('search')}
                empty={t('empty')}
              />
            )}
          />
          <Words>{t('sentence.inhibitedTail')}</Words>
          <span className="inline-flex">
            <Tick
              checked={draft.flap !== null}
              onChange={(on) => {
                if (!disabled) set({ flap: on ? { changes: 6, minutes: 60 } : null })
              }}
            >
              {t('sentence.flap')}
            </Tick>
          </span>
        </div>
      ) : null}
    </section>
  )
}

const withOwn = (values: readonly number[], own: number | null): readonly number[] =>
  own === null || values.includes(own) ? values : [...values, own].sort((a, b) => a - b)

function SecondsChoice({
  label,
  value,
  values,
  zero,
  disabled,
  wrong = false,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly values: readonly number[]
  readonly zero?: string
  readonly disabled: boolean
  readonly wrong?: boolean
  readonly onChange: (seconds: number) => void
}) {
  const t = useTranslations('rules')
  const text = (seconds: number) => (seconds === 0 && zero !== undefined ? zero : spanText(seconds, t))
  return (
    <TokenChoice
      label={label}
      value={String(value)}
      options={withOwn(values, value).map((seconds) => ({ value: String(seconds), label: text(seconds) }))}
      onChange={(seconds) => onChange(Number(seconds))}
      disabled={disabled}
      wrong={wrong}
    />
  )
}

/** 15 秒 · 3 分钟 · 1 小时, whole. */
function spanText(seconds: number, t: ReturnType<typeof useTranslations<'rules'>>): string {
  if (seconds % 86_400 === 0 && seconds > 0) return t('unit.days', { count: seconds / 86_400 })
  if (seconds % 3_600 === 0 && seconds > 0) return t('unit.hours', { count: seconds / 3_600 })
  if (seconds % 60 === 0 && seconds > 0) return t('unit.minutes', { count: seconds / 60 })
  return t('unit.seconds', { count: seconds })
}

function AnswerToken({
  label,
  value,
  disabled,
  onChange,
}: {
  readonly label: string
  readonly value: Draft['noData']
  readonly disabled: boolean
  readonly onChange: (answer: Draft['noData']) => void
}) {
  const t = useTranslations('rules')
  return (
    <TokenChoice
      label={label}
      value={value}
      options={(['keep', 'ok', 'alarm'] as const).map((id) => ({ value: id, label: t(`answer.${id}`) }))}
      onChange={(id) => onChange(id as Draft['noData'])}
      disabled={disabled}
    />
  )
}

function LadderToken({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
}: SentencePart & { readonly onChange: (change: Partial<Draft>) => void }) {
  const t = useTranslations('rules')
  return (
    <TokenChoice
      label={t('token.ladder')}
      value={draft.ladder ?? ''}
      options={[
        { value: '', label: t('noLadder') },
        ...choices.ladders.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(ladder) => onChange({ ladder: ladder === '' ? null : ladder })}
      disabled={disabled}
      wrong={wrong.has('ladder')}
    />
  )
}

/** The chosen ladder, step by step, in words. */
function LadderWords({ draft, choices }: { readonly draft: Draft; readonly choices: EditorChoices }) {
  const t = useTranslations('rules')
  const f = useFormats()
  const ladder = choices.ladders.find(({ id }) => id === draft.ladder)
  if (ladder === undefined) return null
  const later = ladder.steps.slice(1).map((step) => {
    const people = f.list([
      ...step.audiences.map((audience) => t(`audience.${audience}`)),
      ...step.users.flatMap((id) => choices.people.find((person) => person.id === id)?.name ?? []),
      ...step.targets.flatMap((id) => choices.targets.find((target) => target.id === id)?.name ?? []),
    ])
    const vip =
      step.afterMinutesVip === undefined ? '' : t('sentence.vipAck', { minutes: step.afterMinutesVip })
    return `${t('sentence.nobodyAck', { minutes: step.afterMinutes, people })}${vip}`
  })
  if (later.length === 0) return null
  return (
    <Words>
      {t('sentence.semicolon')}
      {later.join(t('sentence.semicolon'))}
    </Words>
  )
}

function Recovery({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
  timed,
}: SentencePart & { readonly onChange: (draft: Draft) => void; readonly timed: boolean }) {
  const t = useTranslations('rules')
  if (timed) return <Words>{t('sentence.stop')}</Words>
  const threshold = draft.kind === 'threshold' ? (draft.params as ThresholdParams) : null
  const unit = choices.metrics.find(({ id }) => id === threshold?.metric)?.unit ?? 'count'
  return (
    <>
      <Words>{t('sentence.recover')}</Words>
      <TokenChoice
        label={t('token.recoverTimes')}
        value={String(draft.recoverTimes)}
        options={withOwn([1, 2, 3, 5, 10], draft.recoverTimes).map((count) => ({
          value: String(count),
          label: t('sentence.times', { count }),
        }))}
        onChange={(count) => onChange({ ...draft, recoverTimes: Number(count) })}
        disabled={disabled}
      />
      {threshold === null ? (
        <Words>{t('sentence.recoveredPlain')}</Words>
      ) : (
        <>
          <Words>{t(isUpper(threshold.op) ? 'sentence.below' : 'sentence.above')}</Words>
          <TokenNumber
            label={t('token.recoverAt')}
            kind={unit}
            value={threshold.recoverAt ?? threshold.limit}
            min={unit === 'points' ? -100 : 0}
            hint={hintOf(unit, t)}
            onChange={(recoverAt) =>
              onChange({
                ...draft,
                params: { ...threshold, recoverAt: recoverAt === threshold.limit ? null : recoverAt },
              })
            }
            disabled={disabled}
            wrong={wrong.has('recoverAt')}
          />
          <Words>{t('sentence.recovered')}</Words>
        </>
      )}
    </>
  )
}
