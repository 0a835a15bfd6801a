'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { RECENT_KEY } from '@/components/palette/recent'
import { forgetSeen } from '@/components/phone/snapshot-store'
import { Button } from '@/components/ui/button'

type Failure = { readonly kind: 'wrong' | 'down' } | { readonly kind: 'locked'; readonly minutes: number }

async function csrfToken(): Promise<string> {
  const answer = await fetch('/api/auth/csrf', { cache: 'no-store' })
  if (!answer.ok) throw new Error(`csrf answered ${answer.status}`)
  const { csrfToken: token } = (await answer.json()) as { csrfToken: string }
  return token
}

/** Signs in by next-auth's credentials route; null where it worked. */
async function signIn(email: string, password: string): Promise<Failure | null> {
  try {
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        email,
        password,
        csrfToken: await csrfToken(),
        callbackUrl: '/',
        json: 'true',
      }),
    })
    if (answer.ok) return null
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after')) || 300
      return { kind: 'locked', minutes: Math.max(1, Math.ceil(seconds / 60)) }
    }
    return { kind: answer.status >= 500 ? 'down' : 'wrong' }
  } catch {
    return { kind: 'down' }
  }
}

/** Starts sign-in at the company's own identity provider. */
async function startOidc(callbackUrl: string): Promise<void> {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/api/auth/signin/oidc'
  for (const [name, value] of Object.entries({ csrfToken: await csrfToken(), callbackUrl })) {
    const input = form.appendChild(document.createElement('input'))
    input.type = 'hidden'
    input.name = name
    input.value = value
  }
  document.body.append(form)
  form.submit()
}

const FIELD =
  'h-[38px] w-full rounded-control border border-line-2 bg-surface px-3 text-card max-md:h-[48px] max-md:rounded-phone max-md:text-[16px]'

/** The sign-in form. `next` is a path of ours, already checked. */
export function SignInForm({ next, oidcName }: { readonly next: string; readonly oidcName: string | null }) {
  const t = useTranslations('signIn')
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  // Whoever signs in here next must not find what somebody else saw.
  useEffect(() => forgetSeen(localStorage, [RECENT_KEY]), [])
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        setPending(true)
        setFailure(null)
        void signIn(String(form.get('email') ?? ''), String(form.get('password') ?? '')).then((failed) => {
          if (failed) {
            setFailure(failed)
            setPending(false)
          } else window.location.assign(next)
        })
      }}
    >
      <label className="flex flex-col gap-1.5 text-body text-ink-2">
        {t('email')}
        <input name="email" type="email" required autoComplete="username" className={FIELD} />
      </label>
      <label className="flex flex-col gap-1.5 text-body text-ink-2">
        {t('password')}
        <input name="password" type="password" required autoComplete="current-password" className={FIELD} />
      </label>
      <p role="alert" className="min-h-5 text-body text-bad">
        {failure === null
          ? null
          : failure.kind === 'locked'
            ? t('locked', { minutes: failure.minutes })
            : t(failure.kind)}
      </p>
      <Button type="submit" look="primary" disabled={pending} className="h-[38px]! text-card!">
        {pending ? t('pending') : t('submit')}
      </Button>
      {oidcName ? (
        <Button className="h-[38px]!" onClick={() => void startOidc(next)}>
          {t('oidc')} · {oidcName}
        </Button>
      ) : null}
    </form>
  )
}
