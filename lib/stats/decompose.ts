/** Where the change of a mean comes from: its parts, each with its share of the volume and its own mean. Pure. */

/** One part in one period: how many values it has and their mean. */
export interface Part {
  readonly n: number
  readonly mean: number
}

export interface PartChange<K> {
  readonly key: K
  /** absent where the part had no values */
  readonly before: Part | null
  readonly after: Part | null
  /** what the part adds to the change of the whole, in the unit of the mean: `rate` + `mix` */
  readonly contribution: number
  /** because its own mean changed, at its usual share of the volume */
  readonly rate: number
  /** because its share of the volume changed, by how far it lies from the whole */
  readonly mix: number
}

export interface Change<K> {
  readonly before: number
  readonly after: number
  /** `after − before`; the contributions add up to it */
  readonly change: number
  readonly parts: readonly PartChange<K>[]
}

/**
 * Splits the change of a mean into what each part contributes, half-way between both periods so that no order of
 * "first volume, then rate" is preferred: rate = mean share × change of mean, mix = change of share × distance of its
 * mean from the whole's. Parts with no values in one period contribute by mix alone. Null where a period has no values.
 */
export function decompose<K>(
  rows: readonly { readonly key: K; readonly before: Part | null; readonly after: Part | null }[],
): Change<K> | null {
  const whole = (pick: (row: (typeof rows)[number]) => Part | null) => {
    let n = 0
    let sum = 0
    for (const row of rows) {
      const part = pick(row)
      if (part === null || part.n <= 0) continue
      n += part.n
      sum += part.n * part.mean
    }
    return n === 0 ? null : { n, mean: sum / n }
  }
  const was = whole((row) => row.before)
  const is = whole((row) => row.after)
  if (was === null || is === null) return null
  const middle = (was.mean + is.mean) / 2
  const parts = rows.flatMap((row): PartChange<K>[] => {
    const before = row.before !== null && row.before.n > 0 ? row.before : null
    const after = row.after !== null && row.after.n > 0 ? row.after : null
    const known = after ?? before
    if (known === null) return []
    const shareBefore = before === null ? 0 : before.n / was.n
    const shareAfter = after === null ? 0 : after.n / is.n
    const meanBefore = before?.mean ?? known.mean
    const meanAfter = after?.mean ?? known.mean
    const rate = ((shareBefore + shareAfter) / 2) * (meanAfter - meanBefore)
    const mix = (shareAfter - shareBefore) * ((meanBefore + meanAfter) / 2 - middle)
    return [{ key: row.key, before, after, contribution: rate + mix, rate, mix }]
  })
  return { before: was.mean, after: is.mean, change: is.mean - was.mean, parts }
}

/** The parts that push the same way as the whole, the strongest first. */
export function drivers<K>(change: Change<K>, limit: number): readonly PartChange<K>[] {
  const sign = Math.sign(change.change)
  return change.parts
    .filter((part) => part.contribution * sign > 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, limit)
}
