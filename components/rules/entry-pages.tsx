'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { TickList } from './token'

/** The pages customers came from lately, to tick; others are written by hand below. Nothing where none is known. */
export function EntryPages({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[]
  readonly onChange: (pages: readonly string[]) => void
}) {
  const t = useTranslations('rules')
  const [pages, setPages] = useState<readonly string[] | null>(null)
  // While the panel is open nothing in it moves.
  const [first] = useState(chosen)
  useEffect(() => {
    let gone = false
    void callApi<{ pages: { page: string }[] }>('GET', '/rules/entry-pages').then((answer) => {
      if (!gone) setPages(answer.ok ? answer.value.pages.map(({ page }) => page) : [])
    })
    return () => {
      gone = true
    }
  }, [])
  if (pages === null) return <p className="p-3 text-caption text-ink-3">{t('loading')}</p>
  if (pages.length === 0) return null
  return (
    <TickList
      options={[...new Set([...first, ...pages, ...chosen])].map((page) => ({ value: page, label: page }))}
      chosen={chosen}
      onChange={onChange}
      search={t('search')}
      empty={t('noMatch')}
    />
  )
}
