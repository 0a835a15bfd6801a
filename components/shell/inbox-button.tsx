'use client'

import { Inbox } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { useAttention } from './attention'

const InboxPanel = dynamic(() => import('@/components/incidents/inbox-panel').then((it) => it.InboxPanel), {
  ssr: false,
  loading: () => <div className="h-[320px]" />,
})
const InboxSheet = dynamic(() => import('@/components/incidents/inbox-panel').then((it) => it.InboxSheet), {
  ssr: false,
})

/** What was told to the reader, with how much of it is unread; the list is loaded when it is opened. */
export function InboxButton({ compact = false }: { readonly compact?: boolean }) {
  const t = useTranslations('incidents.inbox')
  const { unread } = useAttention()
  const [sheet, setSheet] = useState(false)
  const count = unread === null || unread === 0 ? null : unread > 99 ? '99+' : String(unread)
  const label = count === null ? t('title') : `${t('title')}, ${t('unread', { count })}`
  const badge =
    count === null ? null : (
      <span
        aria-hidden
        data-unread={count}
        className={cx(
          'rounded-badge bg-ink px-1 text-[11px] leading-4 font-[600] text-bg',
          compact
            ? 'absolute top-1 left-[calc(50%+4px)]'
            : 'ml-auto max-xl:absolute max-xl:top-0 max-xl:right-0',
        )}
      >
        {count}
      </span>
    )
  const icon = <Inbox size={compact ? 20 : 16} strokeWidth={1.6} aria-hidden className="shrink-0" />
  if (compact) {
    return (
      <>
        <button
          type="button"
          aria-label={label}
          aria-haspopup="dialog"
          data-inbox
          onClick={() => setSheet(true)}
          className="relative grid size-11 place-items-center rounded-phone text-ink-2"
        >
          {icon}
          {badge}
        </button>
        {sheet ? <InboxSheet title={t('title')} onClose={() => setSheet(false)} /> : null}
      </>
    )
  }
  return (
    <Pop
      label={t('title')}
      aria-label={label}
      title={t('title')}
      width="w-[400px]"
      className="relative flex h-[30px] w-full items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-accent max-xl:h-9 max-xl:w-9 max-xl:justify-center"
      panel={(close) => <InboxPanel onClose={close} />}
    >
      {icon}
      <span className="max-xl:sr-only">{t('title')}</span>
      {badge}
    </Pop>
  )
}
