'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useRef, useState } from 'react'

const PopPanel = dynamic(() => import('./pop-panel').then((module) => module.PopPanel), { ssr: false })

/**
 * A button and a panel below it. The machinery that places the panel is loaded with the first opening, so a bar full
 * of such buttons costs a page almost nothing. `panel` is drawn while open; `close` gives the focus back.
 */
export function Pop({
  panel,
  label,
  children,
  className,
  width = 'w-[280px]',
  align = 'start',
  onClose,
  disabled = false,
  ...data
}: {
  readonly panel: (close: () => void) => ReactNode
  /** the accessible name of the panel */
  readonly label: string
  readonly children: ReactNode
  readonly className?: string
  readonly width?: string
  readonly align?: 'start' | 'end'
  readonly onClose?: () => void
  readonly disabled?: boolean
  readonly 'data-filter'?: string
  readonly 'data-chip'?: string
  readonly 'aria-label'?: string
  readonly title?: string
}) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => {
    setOpen(false)
    onClose?.()
  }, [onClose])
  return (
    <>
      <button
        ref={button}
        type="button"
        disabled={disabled}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
        className={className}
        {...data}
      >
        {children}
      </button>
      {open ? (
        <PopPanel anchor={button} label={label} width={width} align={align} onClose={close}>
          {panel(close)}
        </PopPanel>
      ) : null}
    </>
  )
}
