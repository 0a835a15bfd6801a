'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'

export interface Refolding {
  readonly all: boolean
  readonly units: number
}

const EVERY_MS = 5_000
const COUNTED = 100_000

/** What still waits to be computed again after a change; looks again while there is something. */
export function RefoldingNote({ initial }: { readonly initial: Refolding }) {
  const t = useTranslations('calendars.refolding')
  const f = useFormats()
  const [seen, setSeen] = useState(initial)
  // A page that was drawn anew knows better than what was asked before.
  const [drawn, setDrawn] = useState(initial)
  if (drawn !== initial) {
    setDrawn(initial)
    setSeen(initial)
  }
  const busy = seen.all || seen.units > 0
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => {
      void callApi<{ refolding: Refolding }>('GET', '/settings/calendars').then((answer) => {
        if (answer.ok) setSeen(answer.value.refolding)
      })
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [busy])
  return (
    <p className="text-caption text-ink-3 max-md:px-5" aria-live="polite" data-refolding={busy}>
      {!busy
        ? t('done')
        : `${seen.all ? t('all') : seen.units >= COUNTED ? t('many') : t('units', { count: f.integer(seen.units) })}${f.locale === 'zh' ? '' : ' '}${t('hint')}`}
    </p>
  )
}
