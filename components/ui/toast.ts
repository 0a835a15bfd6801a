'use client'

/**
 * Short notes at the lower edge. The library behind them is loaded with the first one, so pages that never say
 * anything never carry it. Where something is lost, `undo` gives it back.
 */
import type { toast as Toast } from 'sonner'

type Raise = () => Promise<typeof Toast>
let raise: Raise | null = null

/** The host in the layout says how a note is shown; answers how to leave. */
export function hostToasts(next: Raise): () => void {
  raise = next
  return () => {
    if (raise === next) raise = null
  }
}

const SECONDS = 1000

async function show(run: (toast: typeof Toast) => void): Promise<void> {
  if (raise === null) return
  run(await raise())
}

/** Says that something is done. */
export function said(text: string): void {
  void show((toast) => toast(text, { duration: 4 * SECONDS }))
}

/** Says that something failed, and stays until it is read. */
export function failed(text: string, hint?: string): void {
  void show((toast) =>
    toast.error(text, { duration: 10 * SECONDS, ...(hint === undefined ? {} : { description: hint }) }),
  )
}

/** Says what was just taken away and offers it back for 8 seconds. `label` is the word of the button. */
export function undo(text: string, label: string, back: () => void): void {
  void show((toast) => toast(text, { duration: 8 * SECONDS, action: { label, onClick: back } }))
}

/** Says that something has come, with a way to it; stays for 8 seconds. `label` is the word of the button. */
export function came(text: string, hint: string, label: string, open: () => void): void {
  void show((toast) =>
    toast(text, { duration: 8 * SECONDS, description: hint, action: { label, onClick: open } }),
  )
}
