'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** One line for colleagues about a ticket; Escape leaves it. */
export function NoteForm({
  label,
  onSave,
  onCancel,
}: {
  readonly label: string
  readonly onSave: (text: string) => Promise<void>
  readonly onCancel: () => void
}) {
  const t = useTranslations('radar')
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setBusy(true)
    await onSave(text)
    setBusy(false)
  }
  return (
    <form
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
      className="flex flex-wrap items-center gap-2 pb-2.5"
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it opens by a button, for writing
        autoFocus
        aria-label={label}
        placeholder={t('notePlaceholder')}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-[30px] min-w-0 flex-1 rounded-control border border-line-2 bg-surface px-2.5 text-body text-ink placeholder:text-ink-3 max-md:h-[44px] max-md:basis-full max-md:text-phone"
      />
      <Button type="submit" look="primary" disabled={busy || text.trim() === ''}>
        {t('save')}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </form>
  )
}
