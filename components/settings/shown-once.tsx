'use client'

import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { said } from '@/components/ui/toast'

/** A secret that is shown this once, to be copied: a key, or a link by which somebody sets their password. */
export function ShownOnce({
  label,
  value,
  warning,
}: {
  readonly label: string
  readonly value: string
  readonly warning: string
}) {
  const t = useTranslations('settings')
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      said(t('copied'))
    } catch {
      // A page without a safe origin has no clipboard: the text is chosen, for the keyboard to copy.
      field.current?.focus()
      field.current?.select()
    }
  }
  return (
    <div className="flex flex-col gap-2 rounded-card border border-line-2 bg-sunken p-4">
      <label className="flex flex-col gap-1.5 text-body font-[540] text-ink">
        {label}
        <span className="flex gap-2">
          <input
            ref={field}
            readOnly
            value={value}
            data-once
            onFocus={(event) => event.currentTarget.select()}
            className="h-[34px] min-w-0 flex-1 rounded-control border border-line-2 bg-surface px-3 text-body text-ink max-md:h-11"
          />
          <Button onClick={() => void copy()} className="h-[34px]!">
            {t('copy')}
          </Button>
        </span>
      </label>
      <p className="text-caption text-ink-2">{warning}</p>
    </div>
  )
}
