/** Hours of a day in words. */

/** 09:00–12:00、13:00–18:00; a span beyond midnight ends by the next day's clock. */
export function hoursText(
  spans: readonly string[],
  words: {
    readonly closed: string
    readonly allDay: string
    readonly list: (parts: readonly string[]) => string
  },
): string {
  if (spans.length === 0) return words.closed
  if (spans.length === 1 && spans[0] === '00:00-24:00') return words.allDay
  return words.list(
    spans.map((span) => {
      const [from = '', to = ''] = span.split('-')
      const hour = Number(to.slice(0, 2))
      return `${from}–${hour > 24 ? `${String(hour - 24).padStart(2, '0')}${to.slice(2)}` : to}`
    }),
  )
}
