/** How well a name answers what somebody typed. Pure; for lists short enough to be looked through. */

const EXACT = 5
const START = 4
const WORD_START = 3
const INSIDE = 2
const SCATTERED = 1

/**
 * 0 = no match; the same text 5, its beginning 4, the beginning of a word in it 3, anywhere in it 2, the typed letters
 * in order with others between 1 (from three letters on). Case, width and spaces at the ends do not matter.
 */
export function matchScore(typed: string, name: string): number {
  const wanted = fold(typed)
  const text = fold(name)
  if (wanted === '') return 0
  if (text === wanted) return EXACT
  if (text.startsWith(wanted)) return START
  const at = text.indexOf(wanted)
  if (at > 0) return startsWord(text, wanted) ? WORD_START : INSIDE
  return wanted.length >= 3 && isScattered(wanted, text) ? SCATTERED : 0
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

function startsWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (at === 0 || /[\s\-_/·.(]/.test(text[at - 1] ?? '')) return true
  }
  return false
}

function isScattered(wanted: string, text: string): boolean {
  let at = 0
  for (const letter of wanted) {
    if (letter === ' ') continue
    at = text.indexOf(letter, at)
    if (at < 0) return false
    at += 1
  }
  return true
}

/** The items any of whose names match, best first; equals keep their order. At most `limit`. */
export function bestMatches<T>(
  typed: string,
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
  limit: number,
): T[] {
  return items
    .map((item, i) => ({
      item,
      i,
      score: Math.max(0, ...namesOf(item).map((name) => matchScore(typed, name))),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, limit)
    .map(({ item }) => item)
}
