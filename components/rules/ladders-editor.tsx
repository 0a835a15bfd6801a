'use client'

import { Plus, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { Button, button } from '@/components/ui/button'
import { Text } from '@/components/ui/fields'
import { StateGlyph } from '@/components/ui/state-badge'
import { failed, said } from '@/components/ui/toast'
import type { LadderFault } from '@/lib/alerts/ladder'
import { AUDIENCES, type Audience, type LadderStep } from '@/lib/alerts/types'
import { type LadderDraft, ladderProblems, withStep } from './ladder-draft'
import { reasonOf } from './rules-list'
import { TickList, TokenPanel } from './token'
import type { Named } from './types'

const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})

export interface LadderLine extends LadderDraft {
  readonly id: string
  readonly rules: number
  readonly faults: readonly LadderFault[]
}

/** All ladders, each with its steps to change. */
export function LaddersEditor({
  ladders,
  people,
  targets,
  mayWrite,
}: {
  readonly ladders: readonly LadderLine[]
  readonly people: readonly Named[]
  readonly targets: readonly Named[]
  readonly mayWrite: boolean
}) {
  const t = useTranslations('rules.ladder')
  const [fresh, setFresh] = useState<LadderDraft | null>(null)
  return (
    <div className="flex flex-col gap-3 pt-3">
      <div className="flex flex-wrap items-center gap-3 max-md:px-5">
        <p className="min-w-0 flex-1 text-body text-ink-2">{t('intro')}</p>
        {mayWrite && fresh === null ? (
          <Button
            look="primary"
            onClick={() =>
              setFresh({
                id: null,
                name: '',
                steps: [{ afterMinutes: 0, audiences: ['on_duty'], users: [], targets: [] }],
              })
            }
          >
            <Plus size={14} aria-hidden />
            {t('new')}
          </Button>
        ) : null}
      </div>
      {fresh === null ? null : (
        <LadderCard
          first={fresh}
          rules={0}
          faults={[]}
          people={people}
          targets={targets}
          mayWrite
          onDone={() => setFresh(null)}
        />
      )}
      {ladders.length === 0 && fresh === null ? (
        <p className="card px-4 py-6 text-body text-ink-3">{t('empty')}</p>
      ) : null}
      {ladders.map((ladder) => (
        <LadderCard
          key={ladder.id}
          first={ladder}
          rules={ladder.rules}
          faults={ladder.faults}
          people={people}
          targets={targets}
          mayWrite={mayWrite}
          onDone={() => undefined}
        />
      ))}
    </div>
  )
}

function LadderCard({
  first,
  rules,
  faults,
  people,
  targets,
  mayWrite,
  onDone,
}: {
  readonly first: LadderDraft
  readonly rules: number
  readonly faults: readonly LadderFault[]
  readonly people: readonly Named[]
  readonly targets: readonly Named[]
  readonly mayWrite: boolean
  readonly onDone: () => void
}) {
  const t = useTranslations('rules.ladder')
  const r = useTranslations('rules')
  const f = useFormats()
  const router = useRouter()
  const [draft, setDraft] = useState<LadderDraft>({ id: first.id, name: first.name, steps: first.steps })
  const [pending, setPending] = useState(false)
  const [asking, setAsking] = useState(false)
  const changed =
    first.id === null ||
    draft.name !== first.name ||
    JSON.stringify(draft.steps) !== JSON.stringify(first.steps)
  const problems = changed ? ladderProblems(draft) : []
  const setStep = (index: number, change: Partial<LadderStep>) =>
    setDraft({
      ...draft,
      steps: draft.steps.map((step, i) => (i === index ? { ...step, ...change } : step)),
    })
  const send = async (method: string, body?: unknown) => {
    setPending(true)
    const path = draft.id === null ? '/ladders' : `/ladders/${draft.id}`
    const answered = await callApi(method, path, body)
    setPending(false)
    if (!answered.ok) {
      failed(answered.refusal.status === 409 ? t('inUse') : reasonOf(answered.refusal, r))
      return
    }
    said(t(method === 'DELETE' ? 'deleted' : 'saved', { name: draft.name }))
    onDone()
    router.refresh()
  }
  const nameOf = (list: readonly Named[], id: string) =>
    list.find((it) => it.id === id)?.name ?? id.slice(0, 8)
  return (
    <section className="card px-4 py-3 max-md:px-5" data-ladder={first.id ?? 'new'}>
      {asking ? (
        <Confirm
          title={t('deleteAsk', { name: draft.name })}
          body={t('deleteWords')}
          deed={t('delete')}
          pending={pending}
          onCancel={() => setAsking(false)}
          onConfirm={() => void send('DELETE').then(() => setAsking(false))}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Text
          aria-label={t('name')}
          placeholder={t('name')}
          value={draft.name}
          maxLength={80}
          disabled={!mayWrite}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          className="max-w-[420px] font-[600]"
        />
        <span className="text-caption text-ink-3">
          {rules === 0 ? t('unused') : t('used', { count: rules })}
        </span>
        {mayWrite ? (
          <div className="ml-auto flex gap-2">
            {first.id !== null && !changed ? (
              <Button look="quiet" disabled={pending || rules > 0} onClick={() => setAsking(true)}>
                {t('delete')}
              </Button>
            ) : null}
            {changed ? (
              <>
                <Button
                  disabled={pending}
                  onClick={() => {
                    setDraft({ id: first.id, name: first.name, steps: first.steps })
                    onDone()
                  }}
                >
                  {r('cancel')}
                </Button>
                <Button
                  look="primary"
                  disabled={pending || problems.length > 0}
                  onClick={() =>
                    send(draft.id === null ? 'POST' : 'PUT', { name: draft.name, steps: draft.steps })
                  }
                >
                  {r('ladder.save')}
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </div>
      <ol className="mt-3 flex flex-col gap-2">
        {draft.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
          <li key={i} className="flex flex-wrap items-center gap-x-2 gap-y-2 border-t border-line pt-2">
            <span className="w-[64px] text-body text-ink-3">{t('step', { number: i + 1 })}</span>
            {i === 0 ? (
              <span className="w-[150px] text-body text-ink">{t('atOnce')}</span>
            ) : (
              <span className="flex w-[150px] items-center gap-1.5">
                <Minutes
                  label={t('minutes')}
                  value={step.afterMinutes}
                  disabled={!mayWrite}
                  onChange={(minutes) => setStep(i, { afterMinutes: minutes ?? 0 })}
                />
                <span className="text-body text-ink-2">{r('sentence.minutes', { count: '' })}</span>
              </span>
            )}
            {i === 0 ? (
              <span className="w-[130px]" />
            ) : (
              <span className="flex w-[130px] items-center gap-1.5">
                <span className="text-body font-[560] text-gold">VIP</span>
                <Minutes
                  label={t('vip')}
                  value={step.afterMinutesVip ?? null}
                  disabled={!mayWrite}
                  onChange={(minutes) => {
                    const { afterMinutesVip: _, ...rest } = step
                    setDraft({
                      ...draft,
                      steps: draft.steps.map((it, at) =>
                        at === i ? (minutes === null ? rest : { ...rest, afterMinutesVip: minutes }) : it,
                      ),
                    })
                  }}
                />
              </span>
            )}
            <TokenPanel
              label={t('audiences')}
              text={
                step.audiences.length === 0
                  ? t('audiences')
                  : f.list(step.audiences.map((audience) => r(`audience.${audience}`)))
              }
              disabled={!mayWrite}
              wrong={problems.some((it) => it.step === i && it.code === 'nobody')}
              panel={() => (
                <TickList
                  options={AUDIENCES.map((audience) => ({
                    value: audience,
                    label: r(`audience.${audience}`),
                  }))}
                  chosen={step.audiences}
                  onChange={(chosen) =>
                    setStep(i, { audiences: AUDIENCES.filter((it): it is Audience => chosen.includes(it)) })
                  }
                  search={r('search')}
                  empty={r('empty')}
                />
              )}
            />
            <TokenPanel
              label={t('users')}
              text={step.users.length === 0 ? t('users') : f.list(step.users.map((id) => nameOf(people, id)))}
              disabled={!mayWrite}
              panel={() => (
                <TickList
                  options={people.map(({ id, name }) => ({ value: id, label: name }))}
                  chosen={step.users}
                  onChange={(users) => setStep(i, { users })}
                  search={r('search')}
                  empty={r('empty')}
                />
              )}
            />
            <TokenPanel
              label={t('targets')}
              text={
                step.targets.length === 0
                  ? t('targets')
                  : f.list(step.targets.map((id) => nameOf(targets, id)))
              }
              disabled={!mayWrite}
              panel={() => (
                <TickList
                  options={targets.map(({ id, name }) => ({ value: id, label: name }))}
                  chosen={step.targets}
                  onChange={(next) => setStep(i, { targets: next })}
                  search={r('search')}
                  empty={r('empty')}
                />
              )}
            />
            {mayWrite && i > 0 ? (
              <button
                type="button"
                aria-label={t('removeStep', { number: i + 1 })}
                onClick={() => setDraft({ ...draft, steps: draft.steps.filter((_, at) => at !== i) })}
                className={button({ look: 'quiet', size: 'icon' })}
              >
                <X size={14} aria-hidden />
              </button>
            ) : null}
            {problems
              .filter((it) => it.step === i)
              .map(({ code }) => (
                <p key={code} role="alert" className="w-full pl-[72px] text-caption font-[540] text-bad">
                  {t(`check.${code}`)}
                </p>
              ))}
          </li>
        ))}
      </ol>
      {mayWrite ? (
        <Button look="quiet" size="small" className="mt-2" onClick={() => setDraft(withStep(draft))}>
          <Plus size={14} aria-hidden />
          {t('addStep')}
        </Button>
      ) : null}
      {problems.some(({ step }) => step === null) ? (
        <p role="alert" className="text-caption font-[540] text-bad">
          {t('check.name')}
        </p>
      ) : null}
      {changed || faults.length === 0 ? null : (
        <ul className="mt-2 flex flex-col gap-1">
          {faults.map((fault) => (
            <li
              key={`${fault.step} ${fault.kind} ${fault.what}`}
              className="flex items-start gap-2 text-caption text-ink-2"
            >
              <StateGlyph
                state={fault.kind === 'instead' ? 'watch' : 'bad'}
                size="10px"
                className="mt-[5px]"
              />
              {t(`faults.${fault.kind}`, {
                step: fault.step + 1,
                what: isAudience(fault.what) ? r(`audience.${fault.what}`) : fault.what,
                people: f.list(fault.people),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const isAudience = (word: string): word is Audience => (AUDIENCES as readonly string[]).includes(word)

function Minutes({
  label,
  value,
  disabled,
  onChange,
}: {
  readonly label: string
  readonly value: number | null
  readonly disabled: boolean
  readonly onChange: (minutes: number | null) => void
}) {
  return (
    <input
      type="number"
      inputMode="numeric"
      aria-label={label}
      min={0}
      max={10_080}
      value={value ?? ''}
      disabled={disabled}
      onChange={(event) => {
        const next = event.currentTarget.valueAsNumber
        onChange(Number.isFinite(next) ? Math.round(next) : null)
      }}
      className="h-[30px] w-[72px] rounded-control border border-line-2 bg-surface px-2 text-body text-ink max-md:h-11"
    />
  )
}
