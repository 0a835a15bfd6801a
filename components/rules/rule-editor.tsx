'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { failed, said } from '@/components/ui/toast'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { findingsOf, type LimitFacts } from '@/lib/alerts/checks'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import { conditionLimit, type MetricCondition } from '@/lib/alerts/kinds/condition-limit'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import { BacktestPanel, longestMs } from './backtest-panel'
import { FindingsList } from './findings-list'
import { RuleSentence } from './rule-sentence'
import type { Draft, EditorChoices } from './types'
import { useBacktest } from './use-backtest'
import { WaitsCard } from './waits-card'
import type { NumberKind } from './written'

export interface StoredRule {
  readonly id: string
  readonly version: number
  readonly enabled: boolean
}

export interface EditionLine {
  readonly version: number
  readonly who: string | null
  readonly at: number
  readonly body: Draft | null
}

/** Changes a rule: a sentence, its past under the limit, what else the limit could be, and its editions. */
export function RuleEditor({
  stored,
  first,
  choices,
  editions,
  readOnly,
}: {
  /** null = a new rule */
  readonly stored: StoredRule | null
  readonly first: Draft
  readonly choices: EditorChoices
  readonly editions: readonly EditionLine[]
  readonly readOnly: boolean
}) {
  const t = useTranslations('rules')
  const router = useRouter()
  const [draft, setDraft] = useState(first)
  const [pending, setPending] = useState(false)
  const [asking, setAsking] = useState(false)
  const [naming, setNaming] = useState(false)
  const [at, setAt] = useState(0)
  const changed = stored === null || JSON.stringify(draft) !== JSON.stringify(first)

  const compound = draft.kind === 'compound' ? (draft.params as CompoundParams) : null
  const index = compound === null ? 0 : Math.min(at, compound.conditions.length - 1)
  const condition = conditionOf(draft, compound?.conditions[index])
  const setCondition = (next: MetricCondition) =>
    setDraft(
      compound === null
        ? { ...draft, kind: next.kind, params: next.params }
        : {
            ...draft,
            params: {
              ...compound,
              conditions: compound.conditions.map((it, i) => (i === index ? next : it)),
            },
          },
    )
  const { backtest, again } = useBacktest(
    condition?.kind ?? draft.kind,
    condition?.params ?? draft.params,
    stored?.id ?? null,
  )

  const metric = choices.metrics.find(({ id }) => id === condition?.params.metric)
  const ladder = choices.ladders.find(({ id }) => id === draft.ladder)
  const kind: NumberKind =
    condition?.kind === 'change'
      ? 'change'
      : condition?.kind === 'adaptive'
        ? 'spread'
        : (metric?.unit ?? 'count')
  const limit: LimitFacts | null =
    condition === null
      ? null
      : {
          ...conditionLimit(condition),
          minSample: condition.params.minSample,
          window: condition.kind === 'adaptive' ? null : condition.params.window,
          isValue: condition.kind === 'threshold',
        }
  const { answer } = backtest
  const ready = backtest.state === 'ready' ? answer : null
  const longest = useMemo(
    () => (ready === null || condition === null ? 0 : longestMs(ready, condition, draft)),
    [ready, condition, draft],
  )
  const findings = findingsOf(
    draft,
    limit,
    metric ?? null,
    ready === null
      ? null
      : {
          values: ready.series.flatMap(({ values }) => values),
          mostCases: ready.mostCases,
          longestMs: longest,
        },
    ready === null || condition?.params.values === undefined || ready.series.length < 2
      ? []
      : ready.series.flatMap(({ label, values }) => (values.every((it) => it === null) ? [label] : [])),
  )
  const wrong = new Set(findings.filter(({ level }) => level === 'never').map(({ place }) => place))
  const unsavable = draft.name.trim() === '' || findings.some(({ code }) => UNSAVABLE.has(code))

  const refused = (status: number, detail: string) => {
    if (status === 409) failed(t('conflict'))
    else if (status === 0 || status === 503) failed(t('unreachable'))
    else failed(t('failed', { detail }))
  }
  const save = async () => {
    setPending(true)
    const answered =
      stored === null
        ? await callApi<{ id: string; version: number }>('POST', '/rules', {
            rule: { ...draft, preset: null },
          })
        : await callApi<{ id: string; version: number }>('PUT', `/rules/${stored.id}`, {
            version: stored.version,
            rule: draft,
          })
    setPending(false)
    if (!answered.ok) {
      refused(answered.refusal.status, answered.refusal.detail)
      return
    }
    said(
      stored === null ? t('created', { name: draft.name }) : t('saved', { version: answered.value.version }),
    )
    if (stored === null) router.push(`/rules/${answered.value.id}`)
    router.refresh()
  }
  const remove = async () => {
    if (stored === null) return
    setPending(true)
    const answered = await callApi('DELETE', `/rules/${stored.id}`)
    setPending(false)
    if (!answered.ok) {
      refused(answered.refusal.status, answered.refusal.detail)
      return
    }
    said(t('deleted', { name: draft.name }))
    router.push('/rules')
    router.refresh()
  }
  const test = async () => {
    setPending(true)
    const answered = await callApi('POST', '/rules/test', { rule: { ...draft, preset: null } })
    setPending(false)
    if (answered.ok) said(t('tested'))
    else refused(answered.refusal.status, answered.refusal.detail)
  }
  const named = stored !== null && !naming && !wrong.has('name')
  const savedLimit = savedLimitOf(first, condition, index)
  return (
    <PageBody>
      <PageHeader
        title={draft.name.trim() === '' ? t('newTitle') : draft.name}
        trail={{ href: '/rules', text: t('title') }}
        badge={
          <span className="text-caption text-ink-3">
            {stored === null ? t('draft') : t('version', { version: stored.version })}
            {changed && stored !== null ? ` · ${t('unsaved')}` : ''}
            {stored !== null && !stored.enabled ? ` · ${t('off')}` : ''}
            {named && !readOnly ? (
              <button
                type="button"
                onClick={() => setNaming(true)}
                className="ml-2 text-ink-2 underline underline-offset-2 hover:text-ink max-md:min-h-11"
              >
                {t('rename')}
              </button>
            ) : null}
          </span>
        }
      >
        {readOnly ? null : (
          <>
            <Button onClick={test} disabled={pending}>
              {t('test')}
            </Button>
            <Button
              disabled={pending || (stored !== null && !changed)}
              onClick={() => (stored === null ? router.push('/rules') : setDraft(first))}
            >
              {t('cancel')}
            </Button>
            <Button look="primary" disabled={pending || !changed || unsavable} onClick={save}>
              {stored === null ? t('create') : t('save', { version: stored.version + 1 })}
            </Button>
          </>
        )}
      </PageHeader>
      {readOnly ? <p className="py-2 text-body text-ink-3 max-md:px-5">{t('readOnly')}</p> : null}
      <div className="pt-3 max-md:px-5">
        <input
          aria-label={t('name')}
          placeholder={t('name')}
          value={draft.name}
          maxLength={80}
          disabled={readOnly}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          className={cx(
            'mb-2 field-sizing-content h-[30px] max-w-full min-w-[220px] rounded-control border bg-surface px-2.5 text-card font-[600] text-ink placeholder:text-ink-3 max-md:h-11',
            named && 'hidden',
            wrong.has('name') ? 'border-bad' : 'border-line-2',
          )}
        />
      </div>
      <RuleSentence draft={draft} choices={choices} disabled={readOnly} wrong={wrong} onChange={setDraft} />
      <FindingsList findings={findings} metric={metric} kind={kind} ladder={ladder} />
      {backtest.state === 'none' && backtest.waits !== null ? (
        <WaitsCard
          waits={backtest.waits}
          limit={(draft.params as ConversationParams).limitSeconds}
          disabled={readOnly}
          onLimit={(limitSeconds) =>
            setDraft({ ...draft, params: { ...(draft.params as ConversationParams), limitSeconds } })
          }
        />
      ) : condition === null ? (
        <Card title={t('backtest.title')} className="mt-3" bodyClassName="px-4 pb-4">
          <p className="text-body text-ink-2">
            {t(draft.kind === 'source' ? 'backtest.source' : 'backtest.timers')}
          </p>
        </Card>
      ) : (
        <BacktestPanel
          condition={condition}
          backtest={backtest}
          timing={draft}
          saved={savedLimit}
          version={stored?.version ?? 0}
          disabled={readOnly}
          onCondition={setCondition}
          onAgain={again}
          tabs={
            compound === null ? null : (
              <div className="flex flex-wrap items-center gap-1.5 pb-2 text-body text-ink-2">
                {t('backtest.compound')}
                {compound.conditions.map((it, i) => (
                  <button
                    // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
                    key={i}
                    type="button"
                    aria-pressed={i === index}
                    onClick={() => setAt(i)}
                    className={cx(
                      'h-7 rounded-control border px-2 max-md:h-11',
                      i === index ? 'border-ink bg-accent text-ink' : 'border-line-2 hover:bg-accent',
                    )}
                  >
                    {t('backtest.condition', { number: i + 1 })} ·{' '}
                    {choices.metrics.find(({ id }) => id === it.params.metric)?.label ?? it.params.metric}
                  </button>
                ))}
              </div>
            )
          }
        />
      )}
      {stored === null ? null : (
        <Editions
          editions={editions}
          version={stored.version}
          readOnly={readOnly}
          onRestore={(body) => {
            setDraft(body)
            said(t('editions.restored'))
          }}
        />
      )}
      {stored === null || readOnly ? null : (
        <div className="flex flex-wrap items-center gap-2.5 pt-4 max-md:px-5">
          {asking ? (
            <>
              <span className="text-body text-ink">{t('deleteAsk', { name: draft.name })}</span>
              <Button disabled={pending} onClick={remove} className="text-bad">
                {t('delete')}
              </Button>
              <Button look="quiet" onClick={() => setAsking(false)}>
                {t('cancel')}
              </Button>
            </>
          ) : (
            <Button look="quiet" onClick={() => setAsking(true)}>
              {t('delete')}
            </Button>
          )}
        </div>
      )}
    </PageBody>
  )
}

/** Findings the server would refuse. */
const UNSAVABLE: ReadonlySet<string> = new Set(['recover_side', 'warn_long', 'empty_policy', 'name'])

function conditionOf(draft: Draft, part: MetricCondition | undefined): MetricCondition | null {
  if (draft.kind === 'compound') return part ?? null
  const single = draft.kind === 'threshold' || draft.kind === 'change' || draft.kind === 'adaptive'
  return single ? ({ kind: draft.kind, params: draft.params } as MetricCondition) : null
}

/** The limit of the stored edition, where it is of the same number as the drafted one. */
function savedLimitOf(first: Draft, condition: MetricCondition | null, index: number): number | null {
  if (condition === null) return null
  const before = conditionOf(
    first,
    first.kind === 'compound' ? (first.params as CompoundParams).conditions[index] : undefined,
  )
  if (before === null || before.kind !== condition.kind || before.params.metric !== condition.params.metric) {
    return null
  }
  return conditionLimit(before).limit
}

function Editions({
  editions,
  version,
  readOnly,
  onRestore,
}: {
  readonly editions: readonly EditionLine[]
  readonly version: number
  readonly readOnly: boolean
  readonly onRestore: (body: Draft) => void
}) {
  const t = useTranslations('rules.editions')
  const r = useTranslations('rules')
  const f = useFormats()
  if (editions.length < 2) return null
  return (
    <Card title={t('title')} className="mt-3" bodyClassName="px-4 pb-3">
      <ul className="divide-y divide-line">
        {editions.map((edition) => (
          <li key={edition.version} className="flex flex-wrap items-center gap-3 py-2 text-body">
            <span className="min-w-[72px] font-[560] text-ink">
              {r('version', { version: edition.version })}
            </span>
            <span className="text-ink-2">
              {t('by', { who: edition.who ?? t('product'), when: f.dateTime(edition.at) })}
            </span>
            <span className="ml-auto">
              {edition.version === version ? (
                <span className="text-caption text-ink-3">{t('now')}</span>
              ) : edition.body === null || readOnly ? null : (
                <Button size="small" onClick={() => edition.body !== null && onRestore(edition.body)}>
                  {t('restore')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
