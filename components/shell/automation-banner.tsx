'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { StateGlyph } from '@/components/ui/state-badge'
import type { AutomationResult } from '@/lib/boards/types'
import { useAttention } from './attention'
import { useFormats } from './locale-provider'

/** Over every page while automation is stopped: since when, why, and where to let it go on. */
export function AutomationBanner({
  initial,
  mayOpen,
}: {
  /** as the server knew it; null = not known */
  readonly initial: AutomationResult | null
  /** whether the reader's role reaches the switch */
  readonly mayOpen: boolean
}) {
  const { automation } = useAttention()
  const t = useTranslations('automation')
  const f = useFormats()
  const now = automation ?? initial
  if (now === null || !now.off) return null
  return (
    <div
      role="status"
      data-automation="off"
      className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line-2 bg-watch-bg px-6 py-2 text-body text-ink max-md:px-5"
    >
      <span className="flex items-center gap-2 font-[600]">
        <StateGlyph state="watch" />
        {t('banner', { since: now.since === null ? '—' : f.dateTime(now.since) })}
      </span>
      {now.reason === '' ? null : <span className="text-ink-2">{t('because', { reason: now.reason })}</span>}
      {mayOpen ? (
        <Link
          href="/settings/automation"
          prefetch={false}
          className="ml-auto font-[540] underline underline-offset-2 max-md:ml-0 max-md:leading-[44px]"
        >
          {t('toSwitch')}
        </Link>
      ) : null}
    </div>
  )
}
