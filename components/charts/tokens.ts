/** The colours charts draw with: the same CSS variables as everything else, read where the chart stands. */
const NAMES = {
  surface: '--surface',
  line: '--line',
  line2: '--line-2',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  faint: '--faint',
  band: '--band',
} as const

/** Series in their order: ink first, then the four colours that stay apart for every eye. */
export const SERIES = ['--ink', '--series-2', '--series-3', '--series-4', '--series-5'] as const

export type Tokens = Readonly<Record<keyof typeof NAMES, string>> & {
  readonly series: readonly string[]
  /** px of the chart's texts */
  readonly fontSize: number
  readonly fontFamily: string
}

/** Reads the tokens in force at an element. */
export function readTokens(element: HTMLElement): Tokens {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  const colors = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, read(name)])) as Record<
    keyof typeof NAMES,
    string
  >
  return {
    ...colors,
    series: SERIES.map(read),
    fontSize: Number.parseFloat(style.fontSize) || 12,
    fontFamily: style.fontFamily,
  }
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
