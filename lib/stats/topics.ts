/** Which topics stand out of the usual. Pure. */

export interface TopicPart {
  readonly topic: string | null
  readonly part: string | null
  /** 0 = the first period; the last one is "now" */
  readonly period: number
  readonly n: number
}

export interface Topic {
  readonly topic: string | null
  readonly now: number
  /** how many there would be at the earlier rate and the volume of now; null where there is nothing to compare with */
  readonly usual: number | null
  /** whether chance alone seldom makes so much more: over two standard deviations of a Poisson count */
  readonly clear: boolean
  /** the part that has the most of it now */
  readonly mostly: { readonly part: string | null; readonly n: number } | null
}

/**
 * Topics of the last period against what the periods before let expect, the greatest excess first. `volumes` are the
 * cases (tickets) of each period, the last one now: twice the tickets are expected to bring twice the complaints.
 */
export function topicsAgainstUsual(parts: readonly TopicPart[], volumes: readonly number[]): Topic[] {
  const last = volumes.length - 1
  const before = volumes.slice(0, last).reduce((sum, n) => sum + n, 0)
  const scale = before === 0 ? 0 : (volumes[last] ?? 0) / before
  const names = [...new Set(parts.map((part) => part.topic))]
  const topics = names.map((topic): Topic => {
    const own = parts.filter((part) => part.topic === topic)
    const total = (period: (it: number) => boolean) =>
      own.filter((part) => period(part.period)).reduce((sum, part) => sum + part.n, 0)
    const now = total((period) => period === last)
    const earlier = total((period) => period < last)
    const usual = before === 0 ? null : earlier * scale
    // Both counts vary: the one of now, and the earlier one scaled; none before still leaves room for one.
    const spread = usual === null ? 0 : Math.sqrt(Math.max(usual, 1) + Math.max(earlier, 1) * scale * scale)
    const mostly = own
      .filter((part) => part.period === last)
      .reduce<Topic['mostly']>(
        (most, { part, n }) => (most === null || n > most.n ? { part, n } : most),
        null,
      )
    return { topic, now, usual, clear: usual !== null && now - usual > 2 * spread, mostly }
  })
  const excess = (it: Topic) => it.now - (it.usual ?? 0)
  return topics.filter((it) => it.now > 0).sort((a, b) => excess(b) - excess(a) || b.now - a.now)
}
