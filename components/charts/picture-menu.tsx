'use client'

import { ImageDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { failed } from '@/components/ui/toast'

const chipTexts = (root: ParentNode): string[] =>
  [...root.querySelectorAll<HTMLElement>('[data-filter-bar] [data-filter]')].flatMap((chip) => {
    const set = chip.querySelector('.text-ink')
    return set ? [(chip.textContent ?? '').replace(/\s+/g, ' ').trim()] : []
  })

/** Saves the chart of the card it stands in as a PNG, with title, period, filters and source. */
export function PictureMenu({ className }: { readonly className?: string }) {
  const t = useTranslations('picture')
  const f = useFormats()
  const button = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    const card = button.current?.closest<HTMLElement>('section, [data-chart]')
    if (!card || busy) return
    setBusy(true)
    try {
      const { pictureOf } = await import('./picture')
      const heading = card.querySelector('h2, h3')?.textContent?.trim() ?? ''
      const page = document.querySelector('h1')?.textContent?.trim() ?? ''
      const title = heading || page
      const bar = document.querySelector('[data-filter-bar]')
      const period = bar?.querySelector('[data-period]')?.textContent?.trim() ?? ''
      const hint = card.querySelector('header h2 + div')?.textContent?.trim() ?? ''
      const lines = [
        [page === title ? '' : page, period].filter((it) => it !== '').join(' · '),
        [hint, ...chipTexts(document)].filter((it) => it !== '').join(' · '),
      ].filter((it) => it !== '')
      const company = document.querySelector('[data-company]')?.textContent?.trim() ?? ''
      const now = Date.now()
      const blob = await pictureOf(card, {
        title,
        lines,
        source: t('source', { company, time: f.dateTime(now) }).replace(/\s+/g, ' '),
      })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = `${title.replace(/[\\/:*?"<>|]+/g, ' ')}.png`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    } catch {
      failed(t('failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <button
      ref={button}
      type="button"
      onClick={() => void save()}
      title={t('action')}
      data-picture
      className={
        className ??
        'grid size-7 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11'
      }
    >
      <ImageDown size={14} strokeWidth={1.6} aria-hidden />
      <span className="sr-only">{t('action')}</span>
    </button>
  )
}
