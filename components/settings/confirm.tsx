'use client'

import { AlertDialog } from 'radix-ui'
import { useTranslations } from 'use-intl'
import { Button, button } from '@/components/ui/button'

/** Asks once more before something ends for good. */
export function Confirm({
  title,
  body,
  deed,
  pending = false,
  onCancel,
  onConfirm,
}: {
  readonly title: string
  readonly body: string
  readonly deed: string
  readonly pending?: boolean
  readonly onCancel: () => void
  readonly onConfirm: () => void
}) {
  const t = useTranslations('nav')
  return (
    <AlertDialog.Root open onOpenChange={(open) => (open ? undefined : onCancel())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fade-in fixed inset-0 z-40 bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card border border-line-2 bg-raised p-5 shadow-menu outline-none">
          <AlertDialog.Title className="text-page font-[620] break-words text-ink">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-body text-ink-2">{body}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel className={button({ className: 'max-md:h-11!' })}>
              {t('cancel')}
            </AlertDialog.Cancel>
            <Button
              look="primary"
              disabled={pending}
              onClick={onConfirm}
              className="max-md:h-11!"
              data-confirm
            >
              {deed}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
