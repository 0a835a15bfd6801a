'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ticketHref } from '@/components/boards/figure'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { streamOf } from '@/components/boards/results'
import { useFormats } from '@/components/shell/locale-provider'
import { callTicket } from '@/components/tickets/call-ticket'
import { useRefused } from '@/components/tickets/use-refused'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'

/** Under the thumb: take the most urgent conversation on and open it; or see all that wait. */
export function PhoneActions({ hands }: { readonly hands: boolean }) {
  const live = useLive()
  const t = useTranslations()
  const f = useFormats()
  const router = useRouter()
  const refused = useRefused()
  const [busy, setBusy] = useState(false)
  const first = (streamOf(live.tiles)?.breaching ?? []).find((row) => !row.claimedBy)
  if (!first || isOld(live.trouble)) return null
  const left = f.countdown((Date.parse(first.dueAt) - live.now) / 1000)
  const open = ticketHref(first.source, first.subject)
  return (
    <>
      <div className="h-[66px] md:hidden" />
      <div
        data-foot
        className="fixed inset-x-0 bottom-[calc(56px+env(safe-area-inset-bottom))] z-10 flex gap-3 border-t border-line bg-surface px-5 py-2.5 md:hidden"
      >
        {hands ? (
          <button
            type="button"
            disabled={busy}
            className={cx(button({ look: 'primary' }), 'min-w-0 flex-[2]')}
            onClick={async () => {
              setBusy(true)
              const result = await callTicket(first, 'claim')
              setBusy(false)
              if (result === 'done') router.push(open)
              else refused(result)
            }}
          >
            <span className="truncate">{t('phone.take', { who: first.who })}</span>
            <span className="shrink-0">{left}</span>
          </button>
        ) : (
          <Link href={open} prefetch={false} className={cx(button({ look: 'primary' }), 'min-w-0 flex-[2]')}>
            <span className="truncate">{t('phone.look', { who: first.who })}</span>
            <span className="shrink-0">{left}</span>
          </Link>
        )}
        <Link href="/radar" prefetch={false} className={cx(button(), 'flex-1')}>
          {t('nav.radarShort')}
        </Link>
      </div>
    </>
  )
}
