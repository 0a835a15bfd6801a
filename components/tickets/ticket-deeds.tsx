'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { said, undo } from '@/components/ui/toast'
import { callTicket } from './call-ticket'
import { NoteForm } from './note-form'
import type { TicketDetail } from './ticket-detail'
import { useRefused } from './use-refused'

type Cared = Pick<TicketDetail, 'source' | 'subject' | 'waits' | 'claim'> & { readonly who: string | null }

/** What can be done about a ticket: take its wait on or let it go, and leave colleagues a note. */
export function TicketDeeds({
  detail,
  onDone,
}: {
  readonly detail: Cared
  /** asks for the ticket anew; a page does so by itself */
  readonly onDone?: () => void
}) {
  const t = useTranslations('radar')
  const p = useTranslations('phone')
  const router = useRouter()
  const refused = useRefused()
  const again = () => (onDone ? onDone() : router.refresh())
  const [busy, setBusy] = useState(false)
  const [noting, setNoting] = useState(false)
  const who = detail.who ?? detail.subject

  const act = async (deed: 'claim' | 'release' | 'note', text?: string): Promise<boolean> => {
    setBusy(true)
    const result = await callTicket(detail, deed, text === undefined ? undefined : { text })
    setBusy(false)
    if (result !== 'done') refused(result)
    else if (deed === 'note') said(t('noted'))
    else {
      const back = deed === 'claim' ? 'release' : 'claim'
      undo(t(deed === 'claim' ? 'claimed' : 'released', { who }), t('undo'), () => {
        void callTicket(detail, back).then(again)
      })
    }
    again()
    return result === 'done'
  }

  if (noting) {
    return (
      <NoteForm
        label={t('noteOf', { who })}
        onCancel={() => setNoting(false)}
        onSave={async (text) => {
          if (await act('note', text)) setNoting(false)
        }}
      />
    )
  }
  const { claim, waits } = detail
  return (
    <>
      {waits && claim === null ? (
        <Button look="primary" disabled={busy} onClick={() => void act('claim')}>
          {t('claim')}
        </Button>
      ) : null}
      {claim?.mine ? (
        <Button disabled={busy} onClick={() => void act('release')}>
          {t('release')}
        </Button>
      ) : claim ? (
        <span className="text-caption text-ink-2">{p('claimedBy', { who: claim.name })}</span>
      ) : null}
      <Button look="quiet" onClick={() => setNoting(true)}>
        {t('note')}
      </Button>
    </>
  )
}
