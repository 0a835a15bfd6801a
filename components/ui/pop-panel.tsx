'use client'

import { Popover } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { cx } from './classes'

/** The open panel of a `Pop`: below its button, kept on the screen, focus inside until it closes. */
export function PopPanel({
  anchor,
  label,
  width,
  align,
  onClose,
  children,
}: {
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly label: string
  readonly width: string
  readonly align: 'start' | 'end'
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          onInteractOutside={(event) => {
            // The button closes by itself; closing here too would open it again.
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            anchor.current?.focus()
          }}
          className={cx(
            'z-50 max-h-[min(var(--radix-popover-content-available-height),640px)] overflow-y-auto rounded-card border border-line-2 bg-raised shadow-menu outline-none',
            width,
          )}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
