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
  /** mean of the earlier periods; null where there is none to compare with */
  readonly usual: number | null
  /** whether chance alone seldom makes so much more: over two standard deviations of a Poisson count */
  readonly clear: boolean
  /** the part that has the most of it now */
  readonly mostly: { readonly part: string | null; readonly n: number } | null
}

/**
 * Topics of the last of `periods` periods against the mean of those before, the greatest excess first. Periods before
 * the first that holds anything are left out: nothing was recorded then.
 */
export function topicsAgainstUsual(parts: readonly TopicPart[], periods: number): Topic[] {
  const last = periods - 1
  const first = Math.min(last, ...parts.filter((part) => part.n > 0).map((part) => part.period))
  const before = last - first
  const names = [...new Set(parts.map((part) => part.topic))]
  const topics = names.map((topic): Topic => {
    const own = parts.filter((part) => part.topic === topic)
    const total = (period: (it: number) => boolean) =>
      own.filter((part) => period(part.period)).reduce((sum, part) => sum + part.n, 0)
    const now = total((period) => period === last)
    const usual = before === 0 ? null : total((period) => period < last) / before
    const spread = usual === null ? 0 : Math.sqrt(Math.max(usual, 1) * (1 + 1 / before))
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
