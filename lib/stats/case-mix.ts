/**
 * Case mix: what a group's figure would be if everybody had its mix of cases. Indirect standardisation: each stratum
 * of cases (say channel × issue type × hour of day) has the rate of everybody together; the group's own cases at these
 * rates give what was to be expected of it. Pure.
 */

/** What one group did in one kind of case. */
export interface MixCell {
  readonly group: string
  /** the kind of case, coarse to fine; all cells of a question have the same depth */
  readonly stratum: readonly string[]
  /** cases */
  readonly n: number
  /** their values added up: seconds of durations, hits of shares */
  readonly sum: number
}

export interface Standardised {
  readonly group: string
  readonly n: number
  /** the group's own figure: sum ÷ n */
  readonly observed: number
  /** the same cases at everybody's rates */
  readonly expected: number
  /** observed ÷ expected × overall; null where nothing was to be expected (0 of everybody's cases) */
  readonly adjusted: number | null
  /** share of its cases of a kind that nobody else has: there it is compared with itself only */
  readonly alone: number
}

export interface CaseMix {
  /** everybody's figure; null of no cases */
  readonly overall: number | null
  readonly groups: readonly Standardised[]
}

interface Bucket {
  readonly cells: MixCell[]
  n: number
}

/** Parts of a path as one key; values never hold NUL. */
const keyOf = (stratum: readonly string[], depth: number): string => stratum.slice(0, depth).join('\u0000')

/**
 * Splits cells into strata: as fine as given where a stratum has at least `minimum` cases and more than one group;
 * what is too thin there joins the next coarser one. The coarsest kinds are never mixed: what only one group does has
 * a stratum of its own there. Every cell is in exactly one stratum.
 */
export function strataOf(cells: readonly MixCell[], minimum: number): readonly (readonly MixCell[])[] {
  const settled: (readonly MixCell[])[] = []
  let pending = cells.filter((cell) => cell.n > 0)
  const depth = pending.reduce((most, cell) => Math.max(most, cell.stratum.length), 0)
  for (let level = depth; level >= 1; level--) {
    const buckets = new Map<string, Bucket>()
    for (const cell of pending) {
      const key = keyOf(cell.stratum, level)
      const bucket = buckets.get(key) ?? { cells: [], n: 0 }
      bucket.cells.push(cell)
      bucket.n += cell.n
      buckets.set(key, bucket)
    }
    const thin: MixCell[] = []
    for (const { cells: inside, n } of buckets.values()) {
      const several = inside.some((cell) => cell.group !== inside[0]?.group)
      if (level === 1 || (several && n >= minimum)) settled.push(inside)
      else thin.push(...inside)
    }
    pending = thin
  }
  if (pending.length > 0) settled.push(pending)
  return settled
}

/**
 * Every group's observed, expected and adjusted figure. `minimum` is the least number of cases of a stratum. A share's
 * adjusted figure stays within 0–1 with `share`. The groups' expected sums add up to everybody's sum, whatever is
 * pooled.
 */
export function standardise(
  cells: readonly MixCell[],
  options: { readonly minimum?: number; readonly share?: boolean } = {},
): CaseMix {
  const strata = strataOf(cells, options.minimum ?? 20)
  const totals = new Map<string, { n: number; sum: number; expected: number; alone: number }>()
  let n = 0
  let sum = 0
  for (const inside of strata) {
    const all = inside.reduce((total, cell) => total + cell.n, 0)
    const rate = inside.reduce((total, cell) => total + cell.sum, 0) / all
    const single = inside.every((cell) => cell.group === inside[0]?.group)
    for (const cell of inside) {
      const own = totals.get(cell.group) ?? { n: 0, sum: 0, expected: 0, alone: 0 }
      own.n += cell.n
      own.sum += cell.sum
      own.expected += cell.n * rate
      if (single) own.alone += cell.n
      totals.set(cell.group, own)
      n += cell.n
      sum += cell.sum
    }
  }
  if (n === 0) return { overall: null, groups: [] }
  const overall = sum / n
  const groups = [...totals].map(([group, own]): Standardised => {
    const observed = own.sum / own.n
    const expected = own.expected / own.n
    const scaled = expected > 0 ? (observed / expected) * overall : null
    const adjusted = scaled !== null && options.share ? Math.min(1, Math.max(0, scaled)) : scaled
    return { group, n: own.n, observed, expected, adjusted, alone: own.alone / own.n }
  })
  return { overall, groups }
}

/** An interval of the observed figure, moved to the adjusted one: what was expected is taken as known. */
export function adjustedInterval(
  interval: readonly [number, number],
  { expected }: Pick<Standardised, 'expected'>,
  overall: number,
  share: boolean,
): readonly [number, number] | null {
  if (expected <= 0) return null
  const [low, high] = interval.map((end) => (end / expected) * overall) as [number, number]
  return share ? [Math.min(1, Math.max(0, low)), Math.min(1, Math.max(0, high))] : [low, high]
}
