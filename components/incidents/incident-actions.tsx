'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { refreshAttention } from '@/components/shell/attention'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { failed, said } from '@/components/ui/toast'
import type { ActedOn } from './acted-on'
import { callIncident, type Deed, useRefusal } from './call-incident'

const ActionPanel = dynamic(() => import('./action-panel').then((module) => module.ActionPanel), {
  ssr: false,
})

type Act = Deed | 'cause'

/** What fits the state, the one that fits best first. */
export function actsOf(incident: ActedOn): readonly Act[] {
  const { state, acknowledged, assigned, escalates, cause } = incident
  if (state === 'resolved') return [...(cause === null ? (['cause'] as const) : []), 'comment', 'reopen']
  const give = assigned ? 'hand-over' : 'assign'
  const further = escalates && state === 'open' ? (['escalate'] as const) : []
  if (state === 'recovered')
    return ['resolve', 'comment', give, ...(acknowledged ? [] : ['acknowledge' as const])]
  return acknowledged
    ? ['resolve', 'comment', give, ...further, 'snooze', ...(assigned ? ['assign' as const] : [])]
    : ['acknowledge', give, ...further, 'comment', 'snooze', 'resolve']
}

/** Done at once, without a form. */
const PLAIN: readonly Act[] = ['acknowledge', 'escalate']
const WORD: Readonly<
  Record<
    Act,
    'acknowledge' | 'assign' | 'comment' | 'snooze' | 'handOver' | 'resolve' | 'reopen' | 'escalate' | 'cause'
  >
> = {
  acknowledge: 'acknowledge',
  assign: 'assign',
  comment: 'comment',
  snooze: 'snooze',
  'hand-over': 'handOver',
  resolve: 'resolve',
  reopen: 'reopen',
  escalate: 'escalate',
  cause: 'cause',
}
/** Buttons a thumb reaches without opening more. */
const AT_HAND = 3

/**
 * What can be done about an incident: on phones at the lower edge, primary left and widest, forms in a sheet; elsewhere
 * in a card, forms below the buttons. What needs no words is shown as done at once and taken back where it was refused.
 */
export function IncidentActions({ incident }: { readonly incident: ActedOn }) {
  const t = useTranslations('incidents')
  const refusal = useRefusal()
  const router = useRouter()
  const [open, setOpen] = useState<Act | 'more' | null>(null)
  const [done, setDone] = useState<Act | null>(null)
  const [pending, start] = useTransition()
  const [phone, setPhone] = useState(false)
  const acts = actsOf(done === 'acknowledge' ? { ...incident, acknowledged: true } : incident)

  useEffect(() => {
    const media = matchMedia('(width < 768px)')
    const read = () => setPhone(media.matches)
    read()
    media.addEventListener('change', read)
    return () => media.removeEventListener('change', read)
  }, [])

  /** Answers what was refused, or null. */
  const act = async (deed: Act, body?: object): Promise<string | null> => {
    if (PLAIN.includes(deed)) setDone(deed)
    const verb: Deed = deed === 'cause' ? 'comment' : deed
    const answer = await callIncident(incident.number, verb, body)
    start(() => router.refresh())
    refreshAttention()
    setDone(null)
    if (!answer.ok) return refusal(answer.refusal)
    said(t(`act.done.${verb}`))
    // What has been opened meanwhile stays open.
    setOpen((now) => (now === deed ? null : now))
    return null
  }
  const choose = async (deed: Act) => {
    if (!PLAIN.includes(deed)) {
      setOpen(deed === open ? null : deed)
      return
    }
    setOpen(null)
    const trouble = await act(deed)
    if (trouble !== null) failed(t('act.failed'), trouble)
  }
  const item = (deed: Act, i: number, className?: string) => (
    <Button
      key={deed}
      data-act={deed}
      look={i === 0 ? 'primary' : 'secondary'}
      aria-expanded={PLAIN.includes(deed) ? undefined : open === deed}
      disabled={pending && PLAIN.includes(deed)}
      onClick={() => void choose(deed)}
      {...(className === undefined ? {} : { className })}
    >
      {t(`act.${WORD[deed]}`)}
    </Button>
  )
  const panel =
    open === null ? null : (
      <ActionPanel
        act={open}
        incident={incident}
        sheet={phone}
        more={acts.slice(AT_HAND - 1).map((deed) => ({ id: deed, text: t(`act.${WORD[deed]}`) }))}
        onChoose={(deed) => void choose(deed)}
        onSend={act}
        onClose={() => setOpen(null)}
      />
    )
  const atHand = acts.length > AT_HAND ? acts.slice(0, AT_HAND - 1) : acts
  return (
    <>
      <div className="px-4 pb-4 max-md:hidden">
        <div className="flex flex-wrap gap-2">{acts.map((deed, i) => item(deed, i))}</div>
        {open !== null && !phone ? <div className="pt-3">{panel}</div> : null}
      </div>
      <div className="h-[68px] md:hidden" />
      <div
        data-actions
        data-foot
        className="fixed inset-x-0 bottom-[calc(56px+env(safe-area-inset-bottom))] z-10 flex gap-3 border-t border-line bg-surface px-5 py-2.5 md:hidden"
      >
        {atHand.map((deed, i) =>
          item(
            deed,
            i,
            cx(
              'inline-flex min-h-[46px] min-w-0 items-center justify-center rounded-phone px-2 text-body font-[540]',
              i === 0 ? 'flex-[1.5] bg-ink text-bg' : 'flex-1 border border-line-2 bg-surface text-ink',
            ),
          ),
        )}
        {acts.length > AT_HAND ? (
          <Button
            data-act="more"
            aria-haspopup="dialog"
            onClick={() => setOpen('more')}
            className="min-h-[46px] flex-1 rounded-phone border border-line-2 bg-surface px-2 text-body font-[540] text-ink"
          >
            {t('act.more')}
          </Button>
        ) : null}
      </div>
      {open !== null && phone ? panel : null}
    </>
  )
}
