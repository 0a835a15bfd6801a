'use client'

import { ImageDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { failed } from '@/components/ui/toast'

/** A way to save the chart around an element; `busy` while it is drawn. What fails is said in a note. */
export function usePicture(): {
  readonly busy: boolean
  readonly save: (from: Element | null) => Promise<void>
} {
  const t = useTranslations('picture')
  const f = useFormats()
  const [busy, setBusy] = useState(false)
  const save = async (from: Element | null) => {
    if (!from || busy) return
    setBusy(true)
    try {
      const { savePicture } = await import('./save-picture')
      await savePicture(from, f, (company, time) => t('source', { company, time }).replace(/\s+/g, ' '))
    } catch {
      failed(t('failed'))
    } finally {
      setBusy(false)
    }
  }
  return { busy, save }
}

/** Saves the chart of the card it stands in as a PNG, with title, period, filters and source. */
export function PictureMenu() {
  const t = useTranslations('picture')
  const button = useRef<HTMLButtonElement>(null)
  const { busy, save } = usePicture()
  return (
    <button
      ref={button}
      type="button"
      onClick={() => void save(button.current)}
      aria-busy={busy}
      title={t('action')}
      data-picture
      className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11"
    >
      <ImageDown size={14} strokeWidth={1.6} aria-hidden />
      <span className="sr-only">{t('action')}</span>
    </button>
  )
}
