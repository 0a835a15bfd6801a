/** Spans of a day as calendars write them; without the library of schemas, for pages that show and check them. */

/** Minutes from the day's midnight, end after start, or a message that names the cure. */
export function parseSpan(text: string): readonly [number, number] | string {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text)
  if (!match) return `"${text}" is not a span; write it as "09:00-18:00"`
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number)
  if (fromMinute > 59 || toMinute > 59) return `"${text}" has a minute above 59`
  const from = fromHour * 60 + fromMinute
  const to = toHour * 60 + toMinute
  if (from >= 1440) return `"${text}" begins at or after 24:00; put it on the next day`
  if (to > 2880) return `"${text}" ends after 48:00; put the rest on the next day`
  if (to <= from) {
    return `"${text}" ends before it begins; a span over midnight is written with hours beyond 24, "22:00-26:00"`
  }
  if (to - from > 1440) return `"${text}" is longer than a day; put the rest on the next day`
  return [from, to]
}

/** What somebody types for a day, `9:00-12:00、13:00-18:00`; empty = closed. `wrong` = the parts that are no spans. */
export function readSpans(text: string): {
  readonly spans: readonly string[]
  readonly wrong: readonly string[]
} {
  const spans: string[] = []
  const wrong: string[] = []
  const parts = text
    .replace(/\s*[-–—~～至到]\s*/g, '-')
    .split(/[\s,，、;；]+/)
    .filter((part) => part !== '')
  for (const part of parts) {
    const match = /^(\d{1,2})(?:[:：](\d{2}))?-(\d{1,2})(?:[:：](\d{2}))?$/.exec(part)
    if (match === null) {
      wrong.push(part)
      continue
    }
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match
      .slice(1)
      .map((it) => Number(it ?? 0))
    // 22:00-02:00 is meant over midnight.
    const over = toHour * 60 + toMinute <= fromHour * 60 + fromMinute && toHour < 24 ? 24 : 0
    const two = (value: number) => String(value).padStart(2, '0')
    const span = `${two(fromHour)}:${two(fromMinute)}-${two(toHour + over)}:${two(toMinute)}`
    if (typeof parseSpan(span) === 'string') wrong.push(part)
    else spans.push(span)
  }
  return { spans, wrong }
}

/** Two spans of one day that overlap, or null. */
export function overlapOf(spans: readonly string[]): readonly [string, string] | null {
  const parsed = spans
    .flatMap((text) => {
      const span = parseSpan(text)
      return typeof span === 'string' ? [] : [{ text, from: span[0], to: span[1] }]
    })
    .sort((a, b) => a.from - b.from)
  for (const [i, span] of parsed.entries()) {
    const before = parsed[i - 1]
    if (before !== undefined && span.from < before.to) return [before.text, span.text]
  }
  return null
}

/** How far a day's spans run into the next day, minutes. */
export function spillOf(spans: readonly string[]): number {
  return Math.max(
    0,
    ...spans.map((text) => {
      const span = parseSpan(text)
      return typeof span === 'string' ? 0 : span[1] - 1440
    }),
  )
}

/** When the first of a day's spans begins, minutes from midnight; null = closed. */
export function firstOf(spans: readonly string[]): number | null {
  const starts = spans.flatMap((text) => {
    const span = parseSpan(text)
    return typeof span === 'string' ? [] : [span[0]]
  })
  return starts.length === 0 ? null : Math.min(...starts)
}
