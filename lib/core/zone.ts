/**
 * IANA time zones: offsets, local times and starts of local days, cached so that tens of thousands of calls a
 * second cost nothing. Instants are epoch milliseconds. A **wall time** is a local time written as if it were
 * UTC (`Date.UTC(2026, 10, 1, 9, 0)` = 1 November, 9 o'clock, wherever). A **day number** counts local calendar
 * days from 1970-01-01 (= 0).
 */

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The offset is `before` until `at` and `after` from then on, within one chunk of time. */
interface Chunk {
  readonly before: number
  readonly at: number
  readonly after: number
}

// Two changes of one zone's clock have never been nearer than this (about six days).
const CHUNK = 2 ** 29

class ZoneRules {
  private readonly format: Intl.DateTimeFormat
  private readonly chunks = new Map<number, Chunk>()
  private lastIndex = Number.NaN
  private last: Chunk = { before: 0, at: 0, after: 0 }

  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  offset(instant: number): number {
    const index = Math.floor(instant / CHUNK)
    const chunk = index === this.lastIndex ? this.last : this.chunk(index)
    return instant < chunk.at ? chunk.before : chunk.after
  }

  /** The one instant in (from, to] at which the offset changes, or null. `to − from` must be below a chunk. */
  changeBetween(from: number, to: number): number | null {
    const first = Math.floor(from / CHUNK)
    for (let index = first; index <= Math.floor(to / CHUNK); index++) {
      const { at } = this.chunk(index)
      if (at > from && at <= to) return at
    }
    return null
  }

  private chunk(index: number): Chunk {
    let chunk = this.chunks.get(index)
    if (!chunk) {
      chunk = this.measure(index * CHUNK, (index + 1) * CHUNK)
      this.chunks.set(index, chunk)
    }
    this.last = chunk
    this.lastIndex = index
    return chunk
  }

  private measure(start: number, end: number): Chunk {
    const before = this.ask(start)
    const after = this.ask(end)
    if (before === after) return { before, at: Number.POSITIVE_INFINITY, after }
    let low = Math.floor(start / SECOND)
    let high = Math.ceil(end / SECOND)
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.ask(middle * SECOND) === before) low = middle
      else high = middle
    }
    return { before, at: high * SECOND, after }
  }

  private ask(instant: number): number {
    const whole = Math.floor(instant / SECOND) * SECOND
    const part: Record<string, number> = {}
    for (const { type, value } of this.format.formatToParts(whole)) part[type] = Number(value)
    const wall = Date.UTC(
      part.year ?? 0,
      (part.month ?? 1) - 1,
      part.day ?? 1,
      part.hour ?? 0,
      part.minute ?? 0,
      part.second ?? 0,
    )
    return wall - whole
  }
}

const rules = new Map<string, ZoneRules>()
let lastRules: ZoneRules | null = null

function rulesOf(zone: string): ZoneRules {
  if (lastRules !== null && lastRules.name === zone) return lastRules
  let found = rules.get(zone)
  if (!found) {
    found = new ZoneRules(zone)
    rules.set(zone, found)
  }
  lastRules = found
  return found
}

/** Whether this is the name of an IANA zone we can compute with (`Asia/Shanghai`, `UTC`; not `+08:00`). */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    rulesOf(zone)
    return true
  } catch {
    return false
  }
}

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant. Throws RangeError for an unknown zone. */
export function offsetAt(instant: number, zone: string): number {
  return rulesOf(zone).offset(instant)
}

/** The local time at an instant, as a wall time. */
export function wallAt(instant: number, zone: string): number {
  return instant + rulesOf(zone).offset(instant)
}

/**
 * The first instant at which the zone's clocks show this wall time or, where they jump over it, the instant of
 * the jump.
 */
export function instantOfWall(wall: number, zone: string): number {
  const z = rulesOf(zone)
  const early = z.offset(wall - DAY)
  const late = z.offset(wall + DAY)
  if (early === late) return wall - early
  const change = z.changeBetween(wall - DAY, wall + DAY) ?? Number.POSITIVE_INFINITY
  if (wall - early < change) return wall - early
  return Math.max(wall - late, change)
}

/** The one instant in (from, to] at which the zone's offset changes, or null; for stretches up to six days. */
export function offsetChange(from: number, to: number, zone: string): number | null {
  return rulesOf(zone).changeBetween(from, to)
}

export interface LocalParts {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** 1 = Monday … 7 = Sunday */
  readonly weekday: number
}

/** The local calendar and clock at an instant. */
export function localParts(instant: number, zone: string): LocalParts {
  const wall = new Date(wallAt(instant, zone))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
    weekday: wall.getUTCDay() || 7,
  }
}

/** The local day an instant lies in, as a day number. */
export function dayNumberAt(instant: number, zone: string): number {
  const day = Math.floor(wallAt(instant, zone) / DAY)
  // Clocks set back over midnight show the old date again; that hour belongs to the day already begun.
  return instantOfWall((day + 1) * DAY, zone) <= instant ? day + 1 : day
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1
}

/** The first instant of a local day. */
export function startOfDayNumber(dayNumber: number, zone: string): number {
  return instantOfWall(dayNumber * DAY, zone)
}

/** `2026-11-01` of a day number. */
export function dateText(dayNumber: number): string {
  return new Date(dayNumber * DAY).toISOString().slice(0, 10)
}

/** The day number of `2026-11-01`; null for anything that is not a date of the calendar. */
export function parseDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return null
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  const day = Math.round(at / DAY)
  return dateText(day) === text ? day : null
}

export function startOfDay(instant: number, zone: string): number {
  return startOfDayNumber(dayNumberAt(instant, zone), zone)
}

/** The first instant of the local week; weeks begin on Monday. */
export function startOfWeek(instant: number, zone: string): number {
  const day = dayNumberAt(instant, zone)
  return startOfDayNumber(day - (weekdayOf(day) - 1), zone)
}

export function startOfMonth(instant: number, zone: string): number {
  const date = new Date(dayNumberAt(instant, zone) * DAY)
  return instantOfWall(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1), zone)
}

/** The start of the local clock hour; where the offset changes within an hour, a new one begins there. */
export function startOfHour(instant: number, zone: string): number {
  return startOfSlot(instant, HOUR, zone)
}

/** The start of the local quarter of an hour. */
export function startOfQuarterHour(instant: number, zone: string): number {
  return startOfSlot(instant, 15 * MINUTE, zone)
}

/** Start of the local slot of `size` ms (a divisor of an hour) that holds the instant. */
function startOfSlot(instant: number, size: number, zone: string): number {
  const z = rulesOf(zone)
  const offset = z.offset(instant)
  const start = Math.floor((instant + offset) / size) * size - offset
  if (z.offset(start) === offset) return start
  return z.changeBetween(start, instant) ?? start
}

/** The end of the local slot of `size` ms that holds the instant: its clock's next full slot or a change of offset. */
export function endOfSlot(instant: number, size: number, zone: string): number {
  const z = rulesOf(zone)
  const offset = z.offset(instant)
  const end = Math.floor((instant + offset) / size) * size - offset + size
  if (z.offset(end) === offset) return end
  return z.changeBetween(instant, end) ?? end
}

/** RFC 3339 in the zone's offset, `2026-11-01T00:00:00+08:00`; milliseconds only where there are some. */
export function formatInZone(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone)
  const iso = new Date(instant + offset).toISOString()
  const time = iso.endsWith('.000Z') ? iso.slice(0, 19) : iso.slice(0, 23)
  const minutes = Math.round(Math.abs(offset) / MINUTE)
  const hh = String(Math.floor(minutes / 60)).padStart(2, '0')
  const mm = String(minutes % 60).padStart(2, '0')
  return `${time}${offset < 0 ? '-' : '+'}${hh}:${mm}`
}
