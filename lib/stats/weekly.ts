/** Patterns that come back every week, in figures by week, weekday and hour. Pure. */

/** A figure of one hour of one day: `sum` = value × n, so that hours pool exactly. */
export interface HourCell {
  /** 0 = the first week of the period */
  readonly week: number
  /** 1 Monday … 7 Sunday */
  readonly weekday: number
  readonly hour: number
  readonly sum: number
  readonly n: number
}

export interface WeeklyPattern {
  readonly weekday: number
  readonly fromHour: number
  /** outside */
  readonly toHour: number
  readonly value: number
  /** of all hours together */
  readonly usual: number
  /** value ÷ usual − 1 */
  readonly above: number
  readonly n: number
  /** the figure of each week, in order */
  readonly weeks: readonly number[]
}

export interface PatternLimits {
  /** weeks that must all agree */
  readonly weeks: number
  /** least value ÷ usual − 1 of the weeks together */
  readonly above: number
  /** least cases in each week */
  readonly minPerWeek: number
}

const WIDTHS = [2, 3, 4] as const

/**
 * Stretches of two to four hours of one weekday that lie above the usual in every week, and by at least the asked
 * share in all weeks together; those that cost most (excess × cases) first, at most one where they overlap.
 */
export function weeklyPatterns(cells: readonly HourCell[], limits: PatternLimits): WeeklyPattern[] {
  const all = pool(cells)
  const usual = all.n === 0 ? 0 : all.sum / all.n
  if (usual <= 0) return []
  const found: WeeklyPattern[] = []
  for (let weekday = 1; weekday <= 7; weekday++) {
    const day = cells.filter((cell) => cell.weekday === weekday)
    if (day.length === 0) continue
    for (const width of WIDTHS) {
      for (let fromHour = 0; fromHour + width <= 24; fromHour++) {
        const toHour = fromHour + width
        const inside = day.filter((cell) => cell.hour >= fromHour && cell.hour < toHour)
        const weeks = Array.from({ length: limits.weeks }, (_, week) =>
          pool(inside.filter((cell) => cell.week === week)),
        )
        if (weeks.some(({ n, sum }) => n < limits.minPerWeek || sum / n <= usual)) continue
        const whole = pool(inside)
        const value = whole.sum / whole.n
        const above = value / usual - 1
        if (above < limits.above) continue
        // Each hour must carry the statement, or a wider stretch would live on its best one.
        const hours = Array.from({ length: width }, (_, i) =>
          pool(inside.filter((cell) => cell.hour === fromHour + i)),
        )
        if (hours.some(({ n, sum }) => n === 0 || sum / n <= usual)) continue
        found.push({
          weekday,
          fromHour,
          toHour,
          value,
          usual,
          above,
          n: whole.n,
          weeks: weeks.map(({ sum, n }) => sum / n),
        })
      }
    }
  }
  found.sort((a, b) => cost(b) - cost(a))
  const kept: WeeklyPattern[] = []
  for (const pattern of found) {
    const overlaps = kept.some(
      (it) => it.weekday === pattern.weekday && it.fromHour < pattern.toHour && pattern.fromHour < it.toHour,
    )
    if (!overlaps) kept.push(pattern)
  }
  return kept
}

function pool(cells: readonly HourCell[]): { sum: number; n: number } {
  let sum = 0
  let n = 0
  for (const cell of cells) {
    sum += cell.sum
    n += cell.n
  }
  return { sum, n }
}

const cost = (pattern: WeeklyPattern): number => (pattern.value - pattern.usual) * pattern.n

/** Time of one hour of the day over a period, in seconds. */
export interface IdleHour {
  readonly hour: number
  /** somebody was signed in */
  readonly signed: number
  /** and had a live contact */
  readonly busy: number
}

export interface IdleNight {
  readonly fromHour: number
  /** outside; at most fromHour + 24, so beyond 24 it is the next morning */
  readonly toHour: number
  readonly signed: number
  readonly idle: number
  /** idle ÷ signed */
  readonly share: number
  /** people signed in on average */
  readonly people: number
  /** people with whom the busy time would be `target` of the signed-in time, at least one */
  readonly enough: number
}

const NIGHT = [21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31] as const

/**
 * The stretch of the night (21:00–8:00, two hours or more) in which each hour is idle for at least `least` of the
 * signed-in time and the idle time is greatest; null where there is none. `days` = days of the period.
 */
export function idleNight(
  hours: readonly IdleHour[],
  days: number,
  least = 0.4,
  target = 0.85,
): IdleNight | null {
  const at = new Map(hours.map((hour) => [hour.hour, hour]))
  let best: IdleNight | null = null
  let from: number | null = null
  for (const hour of [...NIGHT, null]) {
    const found = hour === null ? undefined : at.get(hour % 24)
    const idle = found && found.signed > 0 && (found.signed - found.busy) / found.signed >= least
    if (idle && hour !== null) {
      from ??= hour
      continue
    }
    const to = hour ?? 32
    if (from !== null && to - from >= 2) {
      const night = summary(at, from, to, days, target)
      if (best === null || night.idle > best.idle) best = night
    }
    from = null
  }
  return best
}

function summary(
  at: ReadonlyMap<number, IdleHour>,
  fromHour: number,
  toHour: number,
  days: number,
  target: number,
): IdleNight {
  let signed = 0
  let busy = 0
  for (let hour = fromHour; hour < toHour; hour++) {
    signed += at.get(hour % 24)?.signed ?? 0
    busy += at.get(hour % 24)?.busy ?? 0
  }
  const span = Math.max(1, days) * (toHour - fromHour) * 3600
  return {
    fromHour,
    toHour,
    signed,
    idle: signed - busy,
    share: (signed - busy) / signed,
    people: signed / span,
    enough: Math.max(1, Math.ceil(busy / span / target)),
  }
}
