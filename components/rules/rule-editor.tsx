'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { failed, said } from '@/components/ui/toast'
import { PageBody, PageHeader } from '@/components/views/page-header'
import type { Backtest } from '@/lib/alerts/backtest-answer'
import { findingsOf, type LimitFacts } from '@/lib/alerts/checks'
import { conditionLimit, type MetricCondition } from '@/lib/alerts/kinds/condition-limit'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { answersOf, besideOf, conditionsOf } from './condition'
import { FindingsList } from './findings-list'
import { RulePast } from './rule-past'
import { RuleSentence } from './rule-sentence'
import { longestMs } from './trial'
import type { Draft, EditorChoices } from './types'
import { useBacktest } from './use-backtest'
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
  // Whoever has not come to the name yet has not forgotten it.
  const [nameDue, setNameDue] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const changed = stored === null || JSON.stringify(draft) !== JSON.stringify(first)

  const conditions = conditionsOf(draft)
  const index = Math.max(0, Math.min(at, conditions.length - 1))
  const condition = conditions[index] ?? null
  const { backtest, again } = useBacktest(draft.kind, draft.params, stored?.id ?? null)

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
  const answers = useMemo(
    () => answersOf(draft.kind, conditions.length, backtest.state === 'ready' ? backtest.past : null),
    [draft.kind, conditions.length, backtest],
  )
  const ready = answers[index] ?? null
  const longest = useMemo(
    () =>
      ready === null || condition === null
        ? 0
        : longestMs(ready, conditionLimit(condition), false, draft, besideOf(draft, answers, index)),
    [ready, condition, draft, answers, index],
  )
  const nameless = draft.name.trim() === ''
  const found = findingsOf(draft, limit, metric ?? null, {
    seen:
      ready === null
        ? null
        : {
            joined: conditions.length > 1,
            values: ready.series.flatMap(({ values }) => values),
            mostCases: ready.mostCases,
            longestMs: longest,
          },
    gone: goneOf(draft, condition, ready),
    waits: backtest.state === 'ready' && 'waits' in backtest.past ? backtest.past.waits : [],
    openings: choices.openings,
  })
  const findings = found.filter(({ code }) => code !== 'name' || nameDue)
  const wrong = new Set(findings.filter(({ level }) => level === 'never').map(({ place }) => place))
  const unsavable = findings.some(({ code }) => UNSAVABLE.has(code))

  const refused = (status: number, detail: string) => {
    if (status === 409) failed(t('conflict'))
    else if (status === 0 || status === 503) failed(t('unreachable'))
    else failed(t('failed', { detail }))
  }
  const askName = () => {
    setNameDue(true)
    nameField.current?.focus()
  }
  const save = async () => {
    if (nameless) return askName()
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
    if (nameless) return askName()
    setPending(true)
    const answered = await callApi('POST', '/rules/test', { rule: { ...draft, preset: null } })
    setPending(false)
    if (answered.ok) said(t('tested'))
    else refused(answered.refusal.status, answered.refusal.detail)
  }
  const named = stored !== null && !naming && !wrong.has('name')
  return (
    <PageBody>
      <PageHeader
        title={nameless ? t('newTitle') : draft.name}
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
          ref={nameField}
          aria-label={t('name')}
          aria-invalid={wrong.has('name')}
          placeholder={t('name')}
          value={draft.name}
          maxLength={80}
          disabled={readOnly}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          onBlur={() => setNameDue(nameless)}
          className={cx(
            'mb-2 field-sizing-content h-[30px] max-w-full min-w-[220px] rounded-control border bg-surface px-2.5 text-card font-[600] text-ink placeholder:text-ink-3 max-md:h-11',
            named && 'hidden',
            wrong.has('name') ? 'border-bad' : 'border-line-2',
          )}
        />
      </div>
      <RuleSentence draft={draft} choices={choices} disabled={readOnly} wrong={wrong} onChange={setDraft} />
      <FindingsList findings={findings} metric={metric} kind={kind} ladder={ladder} />
      <RulePast
        draft={draft}
        first={first}
        version={stored?.version ?? 0}
        backtest={backtest}
        index={index}
        choices={choices}
        disabled={readOnly}
        onIndex={setAt}
        onChange={setDraft}
        onAgain={again}
      />
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

/** Watched values without data: of a metric's dimension, or sources that sent nothing. */
function goneOf(draft: Draft, condition: MetricCondition | null, answer: Backtest | null): readonly string[] {
  if (answer === null) return []
  if (draft.kind === 'source') {
    const heard = new Set(answer.series.map(({ scope }) => scope.source))
    return ((draft.params as SourceParams).sources ?? []).filter((source) => !heard.has(source))
  }
  if (condition?.params.values === undefined || answer.series.length < 2) return []
  return answer.series.flatMap(({ label, values }) => (values.every((it) => it === null) ? [label] : []))
}

/** Findings the server would refuse, beside a missing name. */
const UNSAVABLE: ReadonlySet<string> = new Set(['recover_side', 'warn_long', 'empty_policy'])

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
