/** From counts of scores to bars, groups and shares. Pure. */

export interface ScoreCount {
  readonly kind: string
  readonly score: number
  readonly n: number
}

export interface ScoreBar {
  readonly score: number
  readonly n: number
  /** of all answers of the kind, 0–1 */
  readonly share: number
}

/** Lowest and highest whole score of a kind. */
export function scoreRange(kind: string): readonly [number, number] {
  if (kind === 'nps') return [0, 10]
  if (kind === 'ces' || kind === 'ces1') return [1, 7]
  return kind === 'resolved' ? [0, 1] : [1, 5]
}

/** A bar for each whole score of a kind, the best first; empty where nobody answered. */
export function scoreBars(counts: readonly ScoreCount[], kind: string): ScoreBar[] {
  const own = counts.filter((it) => it.kind === kind)
  const all = own.reduce((sum, it) => sum + it.n, 0)
  if (all === 0) return []
  const [low, high] = scoreRange(kind)
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const score = kind === 'ces1' ? low + i : high - i
    const n = own.find((it) => it.score === score)?.n ?? 0
    return { score, n, share: n / all }
  })
}

export interface NpsParts {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
  readonly n: number
}

/** Promoters (9–10), passives (7–8) and detractors (0–6) among whole scores. */
export function npsParts(counts: readonly ScoreCount[]): NpsParts {
  const own = counts.filter((it) => it.kind === 'nps')
  const sum = (fits: (score: number) => boolean) =>
    own.filter((it) => fits(it.score)).reduce((total, it) => total + it.n, 0)
  const promoters = sum((score) => score >= 9)
  const detractors = sum((score) => score <= 6)
  const n = sum(() => true)
  return { promoters, detractors, passives: n - promoters - detractors, n }
}
