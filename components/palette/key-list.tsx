'use client'

import { Dialog } from 'radix-ui'
import { Fragment } from 'react'
import { useTranslations } from 'use-intl'
import { navGroups } from '@/components/shell/nav-items'

function Keys({ of }: { readonly of: readonly string[] }) {
  return (
    <span className="flex gap-1">
      {of.map((key) => (
        <kbd
          key={key}
          className="min-w-[22px] rounded-badge border border-line-2 bg-surface px-1.5 text-center text-[12px] leading-[20px] text-ink"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}

/** All keys of the product. */
export function KeyList({
  role,
  onClose,
  onClosed,
}: {
  readonly role: string
  readonly onClose: () => void
  readonly onClosed: () => void
}) {
  const t = useTranslations()
  const general = [
    { keys: ['Ctrl', 'K'], what: t('keys.palette') },
    { keys: ['?'], what: t('keys.list') },
    { keys: ['/'], what: t('keys.filter') },
    { keys: ['j'], what: t('keys.down') },
    { keys: ['k'], what: t('keys.up') },
    { keys: ['Enter'], what: t('keys.open') },
    { keys: ['c'], what: t('keys.claim') },
    { keys: ['Esc'], what: t('keys.close') },
  ]
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-50 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
          className="fade-in fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(640px,calc(100vw-32px))] -translate-x-1/2 overflow-y-auto rounded-card border border-line-2 bg-raised p-5 shadow-menu outline-none"
        >
          <Dialog.Title className="text-page font-[620] text-ink">{t('keys.title')}</Dialog.Title>
          <div className="mt-3 grid gap-x-10 gap-y-4 sm:grid-cols-2">
            <dl className="grid grid-cols-[1fr_auto] content-start items-center gap-y-2">
              {general.map(({ keys, what }) => (
                <Fragment key={what}>
                  <dt className="text-body text-ink-2">{what}</dt>
                  <dd>
                    <Keys of={keys} />
                  </dd>
                </Fragment>
              ))}
            </dl>
            <dl className="grid grid-cols-[1fr_auto] content-start items-center gap-y-2">
              {navGroups(role)
                .flat()
                .filter((item) => item.shortcut !== undefined)
                .map((item) => (
                  <Fragment key={item.key}>
                    <dt className="text-body text-ink-2">{t(`nav.${item.key}`)}</dt>
                    <dd>
                      <Keys of={['g', item.shortcut ?? '']} />
                    </dd>
                  </Fragment>
                ))}
            </dl>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
