'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { StateGlyph } from '@/components/ui/state-badge'
import { callApi } from './call-api'

type Walk =
  | { readonly state: 'idle' | 'failed' }
  | { readonly state: 'walking' | 'whole'; readonly checked: number }
  | { readonly state: 'broken'; readonly checked: number; readonly seq: number }

/** Walks the whole chain of seals, some thousands a call, and says what it found. */
export function VerifySeals() {
  const t = useTranslations('settings.audit')
  const f = useFormats()
  const [walk, setWalk] = useState<Walk>({ state: 'idle' })

  const verify = async () => {
    let after = 0
    let checked = 0
    setWalk({ state: 'walking', checked })
    for (;;) {
      const answer = await callApi<{ checked: number; broken: number | null; next: number | null }>(
        'POST',
        '/audit/verify',
        { after },
      )
      if (!answer.ok) {
        setWalk({ state: 'failed' })
        return
      }
      checked += answer.value.checked
      if (answer.value.broken !== null) {
        setWalk({ state: 'broken', checked, seq: answer.value.broken })
        return
      }
      if (answer.value.next === null) {
        setWalk({ state: 'whole', checked })
        return
      }
      after = answer.value.next
      setWalk({ state: 'walking', checked })
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={() => void verify()} disabled={walk.state === 'walking'} data-do="verify">
        {t('verify')}
      </Button>
      <p role="status" className="flex items-center gap-1.5 text-body text-ink-2" data-seals={walk.state}>
        {walk.state === 'walking' ? t('walking', { count: f.integer(walk.checked) }) : null}
        {walk.state === 'failed' ? t('notVerified') : null}
        {walk.state === 'whole' ? (
          <>
            <StateGlyph state="ok" />
            {t('whole', { count: f.integer(walk.checked) })}
          </>
        ) : null}
        {walk.state === 'broken' ? (
          <span className="flex items-center gap-1.5 font-[600] text-bad">
            <StateGlyph state="bad" />
            {t('broken', { seq: walk.seq })}
          </span>
        ) : null}
      </p>
    </div>
  )
}
