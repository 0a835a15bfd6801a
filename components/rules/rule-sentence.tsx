'use client'

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Field, Text, Tick } from '@/components/ui/fields'
import { StateGlyph } from '@/components/ui/state-badge'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import type { MetricCondition } from '@/lib/alerts/kinds/condition-limit'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import { isUpper } from '@/lib/alerts/kinds/limits'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import type { ThresholdParams } from '@/lib/alerts/kinds/threshold'
import type { MuteWindow } from '@/lib/alerts/types'
import { hintOf, MetricWords } from './metric-words'
import { ConversationWords, SlaWords, SourceWords } from './timer-words'
import { TickList, TokenChoice, TokenNumber, TokenPanel, Words } from './token'
import type { Draft, EditorChoices } from './types'

/** Words and tokens in one flow, as a sentence breaks its lines. */
const FLOW = 'leading-[38px] max-md:leading-[54px] [&>*]:mr-1.5 [&>*]:align-middle'
const FOR = [0, 60, 120, 180, 300, 600, 900, 1_800, 3_600]
const EVERY = [15, 30, 60, 300, 900, 3_600, 86_400]
const KEEP = [0, 60, 180, 300, 600, 1_800]
const REPEAT = [10, 30, 60, 240, 1_440]

/** A rule as a sentence whose words can be changed. `wrong` holds the places something is to be said of. */
export function RuleSentence({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
}: {
  readonly draft: Draft
  readonly choices: EditorChoices
  readonly disabled: boolean
  readonly wrong: ReadonlySet<string>
  readonly onChange: (draft: Draft) => void
}) {
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
        <Condition draft={draft} choices={choices} onChange={onChange} {...shared} />
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

interface Part {
  readonly draft: Draft
  readonly choices: EditorChoices
  readonly disabled: boolean
  readonly wrong: ReadonlySet<string>
}

function Condition({
  draft,
  choices,
  disabled,
  wrong,
  onChange,
}: Part & { readonly onChange: (draft: Draft) => void }) {
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

function AddCondition({
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
}: Part & { readonly onChange: (change: Partial<Draft>) => void }) {
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
}: Part & { readonly onChange: (draft: Draft) => void; readonly timed: boolean }) {
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

const TIME = 'h-[30px] rounded-control border border-line-2 bg-surface px-2 text-body text-ink max-md:h-11'

function MuteToken({
  windows,
  disabled,
  wrong,
  onChange,
}: {
  readonly windows: readonly MuteWindow[]
  readonly disabled: boolean
  readonly wrong: boolean
  readonly onChange: (windows: readonly MuteWindow[]) => void
}) {
  const t = useTranslations('rules')
  const w = useTranslations('rules.weekday')
  const f = useFormats()
  const set = (index: number, change: Partial<MuteWindow>) =>
    onChange(windows.map((window, i) => (i === index ? { ...window, ...change } : window)))
  const days = (window: MuteWindow) => window.weekdays ?? [1, 2, 3, 4, 5, 6, 7]
  return (
    <TokenPanel
      label={t('token.mute')}
      text={
        windows.length === 0 ? t('sentence.noMute') : f.list(windows.map(({ from, to }) => `${from}–${to}`))
      }
      disabled={disabled}
      wrong={wrong}
      width="w-[340px]"
      panel={() => (
        <div className="flex flex-col gap-3 p-3">
          {windows.map((window, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity but their place
            <div key={i} className="flex flex-col gap-2">
              <div className="flex items-center gap-2">
                <input
                  type="time"
                  aria-label={t('muteFrom')}
                  value={window.from}
                  onChange={(event) => set(i, { from: event.currentTarget.value })}
                  className={TIME}
                />
                –
                <input
                  type="time"
                  aria-label={t('muteTo')}
                  value={window.to === '24:00' ? '00:00' : window.to}
                  onChange={(event) =>
                    set(i, {
                      to: event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value,
                    })
                  }
                  className={TIME}
                />
                <button
                  type="button"
                  aria-label={t('delete')}
                  onClick={() => onChange(windows.filter((_, at) => at !== i))}
                  className={button({ look: 'quiet', size: 'icon' })}
                >
                  <X size={14} aria-hidden />
                </button>
              </div>
              <div className="flex gap-1">
                {([1, 2, 3, 4, 5, 6, 7] as const).map((day) => {
                  const on = days(window).includes(day)
                  return (
                    <button
                      key={day}
                      type="button"
                      aria-pressed={on}
                      onClick={() => {
                        const next = on
                          ? days(window).filter((it) => it !== day)
                          : [...days(window), day].sort()
                        if (next.length > 0) set(i, { weekdays: next.length === 7 ? undefined : next })
                      }}
                      className={`grid size-8 place-items-center rounded-control border text-caption max-md:size-11 ${on ? 'border-ink bg-accent text-ink' : 'border-line-2 text-ink-3'}`}
                    >
                      {w(String(day) as '1')}
                    </button>
                  )
                })}
              </div>
            </div>
          ))}
          <div>
            <button
              type="button"
              onClick={() => onChange([...windows, { from: '23:00', to: '08:00' }])}
              className={button({ look: 'secondary', size: 'small' })}
            >
              <Plus size={14} aria-hidden />
              {t('addMute')}
            </button>
          </div>
        </div>
      )}
    />
  )
}

function TaskToken({
  draft,
  disabled,
  onChange,
}: {
  readonly draft: Draft
  readonly disabled: boolean
  readonly onChange: (change: Partial<Draft>) => void
}) {
  const t = useTranslations('rules')
  const { task } = draft
  return (
    <TokenPanel
      label={t('token.task')}
      text={task === null ? t('sentence.noTask') : task.title}
      disabled={disabled}
      width="w-[320px]"
      panel={() => (
        <div className="flex flex-col gap-3 p-3">
          <Tick
            checked={task !== null}
            onChange={(on) =>
              onChange({ task: on ? { title: draft.name || t('newTitle'), dueHours: 24 } : null })
            }
          >
            {t('token.task')}
          </Tick>
          {task === null ? null : (
            <>
              <Field label={t('task.title')}>
                <Text
                  value={task.title}
                  maxLength={120}
                  onChange={(event) => onChange({ task: { ...task, title: event.currentTarget.value } })}
                />
              </Field>
              <Field label={t('task.due')}>
                <Text
                  type="number"
                  min={0.25}
                  step={1}
                  value={task.dueHours}
                  onChange={(event) => {
                    const dueHours = event.currentTarget.valueAsNumber
                    if (dueHours > 0) onChange({ task: { ...task, dueHours } })
                  }}
                />
              </Field>
            </>
          )}
        </div>
      )}
    />
  )
}
