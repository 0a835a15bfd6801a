'use client'

import { Check, Minus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Refusal } from '@/components/settings/call-api'
import { refusalText } from '@/components/settings/use-submit'
import { Button, button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import type { SetupStep } from '@/lib/core/settings-forms'
import { ChannelsStep } from './channels-step'
import { CompanyStep } from './company-step'
import { DataStep } from './data-step'
import { HoursStep } from './hours-step'
import { LimitsStep } from './limits-step'
import { ScreenStep } from './screen-step'
import type { SetupStart, StepProps } from './step'

export interface SetupView {
  readonly steps: readonly { readonly step: SetupStep; readonly state: 'open' | 'done' | 'skipped' }[]
  readonly missing: readonly SetupStep[]
  readonly testEvents: number
}

/** The first-run wizard: steps that can be taken in any order, left out and come back to. */
export function SetupWizard({
  step,
  initial,
  start,
}: {
  /** of the address */
  readonly step: SetupStep | 'end'
  readonly initial: SetupView
  readonly start: SetupStart
}) {
  const t = useTranslations('setup')
  const s = useTranslations('settings')
  const router = useRouter()
  const [view, setView] = useState(initial)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const at = view.steps.findIndex((it) => it.step === step)
  const next = view.steps[at + 1]?.step ?? 'end'

  const put = async (body: object): Promise<boolean> => {
    setPending(true)
    setRefusal(null)
    const answer = await callApi<SetupView>('PUT', '/settings/setup', body)
    setPending(false)
    if (!answer.ok) {
      setRefusal(answer.refusal)
      return false
    }
    setView(answer.value)
    return true
  }
  const go = (to: SetupStep | 'end') => router.push(`/setup?step=${to}`)
  const save = async (value: unknown): Promise<boolean> => {
    const done = await put({ step, value })
    if (done) go(next)
    return done
  }
  const props: StepProps = {
    pending,
    refusal,
    onSave: save,
    skip: (
      <Button
        look="quiet"
        disabled={pending}
        data-do="skip"
        onClick={() =>
          void put({ step, skip: true }).then((done) => {
            if (done) go(next)
          })
        }
      >
        {t('skip')}
      </Button>
    ),
  }
  const done = view.steps.filter(({ state }) => state === 'done').length

  return (
    <div className="mx-auto flex w-full max-w-[920px] gap-10 pt-6 max-md:flex-col max-md:gap-4 max-md:px-5 max-md:pt-2">
      <nav aria-label={t('steps')} className="w-[220px] shrink-0 max-md:w-full">
        <p className="pb-2 text-caption text-ink-3" data-setup-done={done}>
          {t('progress', { done, count: view.steps.length })}
        </p>
        <ol className="flex flex-col gap-0.5 max-md:flex-row max-md:gap-1 max-md:overflow-x-auto">
          {view.steps.map((it, index) => (
            <li key={it.step} className="max-md:flex-1">
              <Link
                href={`/setup?step=${it.step}`}
                prefetch={false}
                aria-current={it.step === step ? 'step' : undefined}
                data-step={it.step}
                data-state={it.state}
                className={cx(
                  'flex h-9 items-center gap-2.5 rounded-control px-2.5 text-body max-md:h-11 max-md:justify-center max-md:px-1',
                  it.step === step ? 'bg-accent font-[600] text-ink' : 'text-ink-2 hover:bg-accent',
                )}
              >
                <span
                  aria-hidden
                  className={cx(
                    'grid size-5 shrink-0 place-items-center rounded-full border text-[11px]',
                    it.state === 'done' ? 'border-ink bg-ink text-bg' : 'border-line-2 text-ink-3',
                  )}
                >
                  {it.state === 'done' ? (
                    <Check size={12} />
                  ) : it.state === 'skipped' ? (
                    <Minus size={12} />
                  ) : (
                    index + 1
                  )}
                </span>
                <span className="max-md:sr-only">{t(`step.${it.step}`)}</span>
                <span className="sr-only">{t(`state.${it.state}`)}</span>
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <section className="min-w-0 flex-1 pb-10" aria-labelledby="setup-step">
        <h2 id="setup-step" className="text-[22px] leading-8 font-[620] tracking-[-0.01em] text-ink">
          {step === 'end' ? t('end') : t(`heading.${step}`)}
        </h2>
        <p className="mt-1 mb-5 max-w-[60ch] text-body text-ink-2">
          {step === 'end'
            ? view.missing.length === 0
              ? t('endAll')
              : t('endMissing', { count: view.missing.length })
            : t(`why.${step}`)}
        </p>
        {refusal === null || refusal.status === 400 ? null : (
          <p role="alert" className="mb-4 text-body text-bad">
            {refusal.status === 409 ? t('beyond') : refusalText(s, refusal)}
          </p>
        )}
        {step === 'company' ? <CompanyStep {...props} start={start} /> : null}
        {step === 'channels' ? <ChannelsStep {...props} start={start} /> : null}
        {step === 'data' ? <DataStep {...props} start={start} testEvents={view.testEvents} /> : null}
        {step === 'hours' ? <HoursStep {...props} /> : null}
        {step === 'limits' ? <LimitsStep {...props} /> : null}
        {step === 'screen' ? <ScreenStep {...props} start={start} /> : null}
        {step === 'end' ? (
          <div className="flex flex-col items-start gap-4">
            {view.missing.length === 0 ? null : (
              <ul className="flex flex-col gap-1 text-body">
                {view.missing.map((it) => (
                  <li key={it}>
                    <Link href={`/setup?step=${it}`} prefetch={false} className="link">
                      {t(`heading.${it}`)}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            <div className="flex flex-wrap gap-2">
              <Link href="/" className={button({ look: 'primary' })} data-do="overview">
                {t('toOverview')}
              </Link>
              <a href="/wall/overview" className={button()}>
                {t('toWall')}
              </a>
              <Link href="/rules" prefetch={false} className={button()}>
                {t('toRules')}
              </Link>
            </div>
            {view.missing.length === 0 ? null : (
              <Button
                look="quiet"
                disabled={pending}
                onClick={() =>
                  void put({ step: 'all', skip: true }).then((ok) => {
                    if (ok) router.push('/')
                  })
                }
              >
                {t('dismiss')}
              </Button>
            )}
          </div>
        ) : null}
      </section>
    </div>
  )
}
