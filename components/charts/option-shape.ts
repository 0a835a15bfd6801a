/** Which parts a chart's option has, whatever their data: two of one shape can be fed into each other. Pure. */

const keysOf = (part: unknown): string =>
  typeof part === 'object' && part !== null
    ? Object.entries(part)
        .filter(([, value]) => value !== undefined)
        .map(([key]) => key)
        .sort()
        .join(',')
    : ''

/**
 * The parts of an option and of its series as text. While it stays the same, new data are merged into the drawing and
 * glide to their places; another shape is drawn anew, so that nothing of the old one stays.
 */
export function optionShape(option: object): string {
  const series: unknown = 'series' in option ? option.series : []
  const all = Array.isArray(series) ? series : [series]
  const kinds = all.map((it: unknown) => {
    const type = typeof it === 'object' && it !== null && 'type' in it ? String(it.type) : ''
    return `${type}(${keysOf(it)})`
  })
  return `${keysOf(option)}|${kinds.join(';')}`
}
