'use client'

import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

/**
 * A sheet from the bottom edge, for phones: the page stays visible above it, the focus is inside until it closes.
 * `foot` sticks to its lower edge, where the thumb is.
 */
export function Sheet({
  title,
  onClose,
  children,
  foot,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly foot?: ReactNode
}) {
  const t = useTranslations('nav')
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="sheet-in fixed inset-x-0 bottom-0 z-50 flex max-h-[86dvh] flex-col rounded-t-[14px] border-t border-line-2 bg-raised pb-[env(safe-area-inset-bottom)] shadow-menu outline-none"
        >
          <header className="flex h-[52px] shrink-0 items-center justify-between pr-2 pl-5">
            <Dialog.Title className="text-page font-[620] text-ink">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={t('close')}
              className="grid size-11 place-items-center rounded-phone text-ink-2 hover:bg-accent"
            >
              <X size={18} aria-hidden />
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
          {foot ? <div className="shrink-0 border-t border-line px-5 py-3">{foot}</div> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
