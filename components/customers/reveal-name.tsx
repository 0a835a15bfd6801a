'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

interface Identity {
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
}

type State =
  | { readonly step: 'hidden' }
  | {
      readonly step: 'asking'
      readonly wrong: 'short' | 'forbidden' | 'failed' | null
      readonly busy: boolean
    }
  | { readonly step: 'shown'; readonly identity: Identity }

/** Asks for a reason and shows name, telephone and address until the view is left; the server audits the asking. */
export function RevealName({ source, customer }: { readonly source: string; readonly customer: string }) {
  const t = useTranslations('customers')
  const id = useId()
  const [state, setState] = useState<State>({ step: 'hidden' })
  const [reason, setReason] = useState('')

  const ask = async () => {
    if (reason.trim().length < 4) {
      setState({ step: 'asking', wrong: 'short', busy: false })
      return
    }
    setState({ step: 'asking', wrong: null, busy: true })
    try {
      const answer = await fetch(
        `/api/v1/customers/${encodeURIComponent(source)}/${encodeURIComponent(customer)}/reveal`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ reason: reason.trim() }),
          cache: 'no-store',
        },
      )
      if (answer.ok) setState({ step: 'shown', identity: (await answer.json()) as Identity })
      else setState({ step: 'asking', wrong: answer.status === 403 ? 'forbidden' : 'failed', busy: false })
    } catch {
      setState({ step: 'asking', wrong: 'failed', busy: false })
    }
  }

  if (state.step === 'hidden') {
    return (
      <Button size="small" onClick={() => setState({ step: 'asking', wrong: null, busy: false })} data-reveal>
        <Eye size={13} strokeWidth={1.6} aria-hidden />
        {t('reveal')}
      </Button>
    )
  }
  if (state.step === 'shown') {
    const { identity } = state
    const rows = [
      [t('name'), identity.name],
      [t('phone'), identity.phone],
      [t('email'), identity.email],
    ] as const
    return (
      <div role="status" className="flex flex-col gap-2" data-revealed>
        <dl className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-3 gap-y-1">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="font-[560] [overflow-wrap:anywhere] text-ink select-text">{value ?? '—'}</dd>
            </div>
          ))}
        </dl>
        <p className="flex items-center justify-between gap-3 text-caption text-ink-3">
          {t('revealOnly')}
          <Button size="small" look="quiet" onClick={() => setState({ step: 'hidden' })}>
            <EyeOff size={13} strokeWidth={1.6} aria-hidden />
            {t('revealHide')}
          </Button>
        </p>
      </div>
    )
  }
  const wrong =
    state.wrong === 'short'
      ? t('revealShort')
      : state.wrong === 'forbidden'
        ? t('revealForbidden')
        : state.wrong === 'failed'
          ? t('revealFailed')
          : null
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <label htmlFor={id} className="text-caption text-ink-2">
        {t('revealWhy')}
      </label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: the form was opened to be filled in
        autoFocus
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('revealPlaceholder')}
        aria-invalid={state.wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        className="h-[30px] w-full rounded-control border border-line-2 bg-surface px-2 text-body text-ink placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]"
      />
      {wrong === null ? null : (
        <p id={`${id}-wrong`} role="alert" className="text-caption text-bad">
          {wrong}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="small" look="primary" disabled={state.busy}>
          {t('revealGo')}
        </Button>
        <Button size="small" look="quiet" onClick={() => setState({ step: 'hidden' })}>
          {t('revealCancel')}
        </Button>
      </div>
    </form>
  )
}
