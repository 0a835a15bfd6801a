'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { useAttention } from './attention'
import { useFormats } from './locale-provider'

const BADGE = /^\(\d+\+?\) /

/** Says what has newly come to the inbox, and writes how much is unread before the page's title. Draws nothing. */
export function InboxWatch() {
  const { unread, newest } = useAttention()
  const t = useTranslations('incidents.inbox')
  const { locale } = useFormats()
  const router = useRouter()
  const known = useRef<string | null | undefined>(undefined)

  useEffect(() => {
    if (unread === null) return
    const before = known.current
    known.current = newest
    // What was there when the page opened is no news; neither is an older one that has become the newest unread.
    if (before === undefined || newest === null || newest === before) return
    let gone = false
    void import('@/components/incidents/inbox-news').then(({ announce }) => {
      if (!gone) void announce({ newest, before, locale, t, open: (path) => router.push(path) })
    })
    return () => {
      gone = true
    }
  }, [unread, newest, locale, t, router])

  useEffect(() => {
    const write = () => {
      const bare = document.title.replace(BADGE, '')
      const text = unread === null || unread === 0 ? bare : `(${unread > 99 ? '99+' : unread}) ${bare}`
      if (document.title !== text) document.title = text
    }
    write()
    // Every page brings a title of its own.
    const observer = new MutationObserver(write)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [unread])
  return null
}
