'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callTicket } from '@/components/tickets/call-ticket'
import { useRefused } from '@/components/tickets/use-refused'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { undo } from '@/components/ui/toast'

/** 我来: takes a waiting conversation on at once; the note offers to let it go again. */
export function ClaimButton({
  source,
  subject,
  who,
  claimedBy,
}: {
  readonly source: string
  readonly subject: string
  /** the customer, masked */
  readonly who: string
  readonly claimedBy: string | null
}) {
  const t = useTranslations()
  const refused = useRefused()
  const [busy, setBusy] = useState(false)
  if (claimedBy !== null) {
    return (
      <span className="shrink-0 text-caption text-ink-3">{t('phone.claimedBy', { who: claimedBy })}</span>
    )
  }
  return (
    <button
      type="button"
      disabled={busy}
      data-claim
      onClick={async () => {
        setBusy(true)
        const row = { source, subject }
        const result = await callTicket(row, 'claim')
        setBusy(false)
        if (result !== 'done') refused(result)
        else undo(t('phone.claimed', { who }), t('nav.undo'), () => void callTicket(row, 'release'))
      }}
      className={cx(button({ size: 'small' }), 'shrink-0 max-md:h-[38px] max-md:min-h-[44px]')}
    >
      {t('phone.claim')}
    </button>
  )
}
