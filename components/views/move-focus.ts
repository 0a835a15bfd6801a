import type { KeyboardEvent } from 'react'

/** Lets ↑ ↓ Home End walk through the buttons and links of a list. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled), a[href]')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  const to =
    event.key === 'ArrowDown'
      ? at + 1
      : event.key === 'ArrowUp'
        ? at - 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? buttons.length - 1
            : null
  if (to === null) return
  event.preventDefault()
  buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus()
}
