'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button, button } from '@/components/ui/button'
import { Field, Text } from '@/components/ui/fields'
import { callApi } from './call-api'

const SHORTEST = 10

type Link =
  | { readonly state: 'looking' }
  | { readonly state: 'dead' }
  | { readonly state: 'away' }
  | { readonly state: 'open' | 'done'; readonly email: string; readonly name: string }

/** Looks at the link's token, then takes a new password with it. */
export function WelcomeForm() {
  const t = useTranslations('welcome')
  const [link, setLink] = useState<Link>({ state: 'looking' })
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [pending, setPending] = useState(false)
  const [tried, setTried] = useState(false)

  const send = async (more: { password?: string }): Promise<void> => {
    const answer = await callApi<{ email: string; name: string; done: boolean }>('POST', '/people/password', {
      token: window.location.hash.slice(1),
      ...more,
    })
    if (answer.ok) {
      const { email, name, done } = answer.value
      setLink({ state: done ? 'done' : 'open', email, name })
      // A used token has no place in the browser's history.
      if (done) window.history.replaceState(null, '', '/welcome')
    } else if (answer.refusal.status === 404 || answer.refusal.status === 400) setLink({ state: 'dead' })
    else setLink({ state: 'away' })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is looked at once
  useEffect(() => void send({}), [])

  if (link.state === 'looking') return <p className="text-body text-ink-2">{t('looking')}</p>
  if (link.state === 'dead' || link.state === 'away') {
    return (
      <p role="alert" className="text-body text-ink">
        {t(link.state)}
      </p>
    )
  }
  if (link.state === 'done') {
    return (
      <div className="flex flex-col gap-4" data-done>
        <p role="status" className="text-body text-ink-2">
          {t('done', { email: link.email })}
        </p>
        <a href="/sign-in" className={button({ look: 'primary', className: 'h-[38px]!' })}>
          {t('signIn')}
        </a>
      </div>
    )
  }
  const short = password.length < SHORTEST
  const different = password !== again
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (short || different) return
        setPending(true)
        void send({ password }).finally(() => setPending(false))
      }}
    >
      <p className="text-body text-ink-2">{t('for', { name: link.name, email: link.email })}</p>
      {/* Password managers file the password under it. */}
      <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
      <Field label={t('password')} hint={t('passwordHint')} error={tried && short ? t('short') : null}>
        <Text
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={500}
          value={password}
          aria-invalid={tried && short}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('again')} error={tried && !short && different ? t('different') : null}>
        <Text
          name="again"
          type="password"
          autoComplete="new-password"
          maxLength={500}
          value={again}
          aria-invalid={tried && !short && different}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      </Field>
      <Button type="submit" look="primary" disabled={pending} className="h-[38px]! text-card!">
        {t('set')}
      </Button>
    </form>
  )
}
