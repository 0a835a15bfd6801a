/** The colours charts draw with: the same CSS variables as everything else, read where the chart stands. */
const NAMES = {
  bg: '--surface',
  raised: '--raised',
  line: '--line',
  line2: '--line-2',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  faint: '--faint',
  ok: '--ok',
  watch: '--watch-shape',
  bad: '--bad',
  none: '--none',
  closed: '--closed',
  band: '--band',
  series2: '--series-2',
  series3: '--series-3',
  series4: '--series-4',
  series5: '--series-5',
} as const

export type Tokens = Readonly<Record<keyof typeof NAMES, string>> & {
  /** px of the smallest text in the chart; walls scale it with the screen */
  readonly fontSize: number
  readonly fontFamily: string
}

/** Reads the tokens in force at an element. */
export function readTokens(element: HTMLElement): Tokens {
  const style = getComputedStyle(element)
  const colors = Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()]),
  ) as Record<keyof typeof NAMES, string>
  return { ...colors, fontSize: Number.parseFloat(style.fontSize) || 12, fontFamily: style.fontFamily }
}

/** Calls back when light turns dark or back, by choice or by the system. Returns the way to stop. */
export function watchTheme(callback: () => void): () => void {
  const observer = new MutationObserver(callback)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const media = matchMedia('(prefers-color-scheme: dark)')
  media.addEventListener('change', callback)
  return () => {
    observer.disconnect()
    media.removeEventListener('change', callback)
  }
}
