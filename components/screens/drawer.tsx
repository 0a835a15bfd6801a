'use client'

import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

/** A panel at the right edge, on phones from the lower one; the focus is inside until it closes. */
export function Drawer({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const t = useTranslations('screens')
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-scrim md:bg-transparent" />
        <Dialog.Content
          aria-describedby={undefined}
          data-zoom
          className="fixed z-50 flex flex-col border-line-2 bg-raised outline-none max-md:inset-x-0 max-md:bottom-0 max-md:sheet-in max-md:max-h-[90dvh] max-md:rounded-t-[14px] max-md:border-t md:top-0 md:right-0 md:drawer-in md:h-[calc(100dvh/var(--zoom))] md:w-[428px] md:border-l md:shadow-menu"
        >
          <header className="flex h-[52px] shrink-0 items-center justify-between border-b border-line pr-3 pl-5">
            <Dialog.Title className="min-w-0 truncate text-page font-[620] text-ink">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={t('close')}
              className="grid size-[30px] place-items-center rounded-control text-ink-2 hover:bg-accent max-md:size-11"
            >
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
