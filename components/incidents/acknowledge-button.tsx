'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { refreshAttention } from '@/components/shell/attention'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { failed, said } from '@/components/ui/toast'
import { callIncident, useRefusal } from './call-incident'

/** 确认, right in a list: shows at once that it is done, and takes it back where somebody was first. */
export function AcknowledgeButton({
  number,
  title,
  size = 'small',
}: {
  readonly number: number
  /** what is acknowledged, for those who hear the button only */
  readonly title: string
  readonly size?: 'small' | 'normal'
}) {
  const t = useTranslations('incidents')
  const refusal = useRefusal()
  const router = useRouter()
  const [done, setDone] = useState(false)
  const [pending, start] = useTransition()
  const act = async () => {
    setDone(true)
    const answer = await callIncident(number, 'acknowledge')
    if (answer.ok) said(t('act.done.acknowledge'))
    else {
      setDone(false)
      failed(t('act.failed'), refusal(answer.refusal))
    }
    start(() => router.refresh())
    refreshAttention()
  }
  return (
    <button
      type="button"
      data-acknowledge={number}
      disabled={done || pending}
      aria-label={`${t('act.acknowledge')} ${title}`}
      onClick={(event) => {
        event.stopPropagation()
        void act()
      }}
      className={cx(button({ size }), 'shrink-0')}
    >
      {t('act.acknowledge')}
    </button>
  )
}
