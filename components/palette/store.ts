'use client'

/** Who wants the palette or the list of keys; whoever hosts them listens. */
export type PaletteView = 'search' | 'keys'

const listeners = new Set<(view: PaletteView) => void>()

/** Opens the palette (or the list of keys) from anywhere. */
export function openPalette(view: PaletteView = 'search'): void {
  for (const tell of listeners) tell(view)
}

/** Hears of every wish; answers how to stop. */
export function onPalette(listener: (view: PaletteView) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
