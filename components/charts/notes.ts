/** Where the texts of notes stand above a chart: short, staggered, never over each other. Pure. */

export interface Note {
  readonly at: number
  readonly text: string
}

export interface PlacedNote<T extends Note = Note> {
  readonly note: T
  /** place of its line */
  readonly x: number
  /** what is written; null = folded away */
  readonly text: string | null
  readonly anchor: 'start' | 'end'
  /** 0 = the topmost row */
  readonly row: number
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** About how wide a text is, in ems: 汉字 one, the rest a little over half. */
export function emsOf(text: string): number {
  let ems = 0
  for (const letter of text) ems += WIDE.test(letter) ? 1.02 : 0.58
  return ems
}

/** A text that fits, its end cut where it does not. */
export function cutText(text: string, ems: number): string {
  if (emsOf(text) <= ems) return text
  let out = ''
  for (const letter of text) {
    if (emsOf(`${out}${letter}…`) > ems) break
    out += letter
  }
  return `${out}…`
}

/**
 * Puts notes (most important first) onto `rows` rows between `left` and `right`; at most `most` are written, and one
 * that finds no room is folded away. A text stands right of its line, or left of it where the picture ends.
 */
export function placeNotes<T extends Note>(
  notes: readonly T[],
  options: {
    readonly x: (at: number) => number
    readonly left: number
    readonly right: number
    /** px of an em */
    readonly font: number
    readonly rows: number
    readonly most: number
    readonly write: (note: T) => string
  },
): PlacedNote<T>[] {
  const { left, right, font, rows, most } = options
  const gap = font * 0.4
  const taken: { readonly from: number; readonly to: number }[][] = Array.from({ length: rows }, () => [])
  let written = 0
  return notes.map((note) => {
    const x = Math.min(Math.max(options.x(note.at), left), right)
    const folded = { note, x, text: null, anchor: 'start', row: 0 } as const
    if (written >= most) return folded
    const text = cutText(options.write(note), (right - left) / font - 1)
    const width = emsOf(text) * font
    const sides = (
      [
        ['start', x + gap],
        ['end', x - gap - width],
      ] as const
    ).filter(([, from]) => from >= left - gap && from + width <= right + gap)
    for (let row = 0; row < rows; row++) {
      for (const [anchor, from] of sides) {
        const to = from + width
        const free = taken[row]?.every((other) => to + gap * 2 <= other.from || from - gap * 2 >= other.to)
        if (!free) continue
        taken[row]?.push({ from, to })
        written += 1
        return { note, x, text, anchor, row }
      }
    }
    return folded
  })
}
