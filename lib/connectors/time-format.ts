/**
 * Times as files write them. A pattern is made of yyyy, MM or M, MMM (Oct), dd or d, EEE (Tue), HH or H, hh or h
 * with a, mm or m, ss or s, SSS, xx (+0000), XXX (+08:00 or Z) and literal characters; single letters take one or
 * two digits. Besides patterns: `iso` (RFC 3339, or without an offset in the mapping's zone), `unix` (seconds),
 * `unixMs`, `excel` (days since 1899-12-30).
 */
import { instantOfWall } from '@/lib/core/zone'

const NAMED = ['iso', 'unix', 'unixMs', 'excel']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MMM: '(?<monthName>[A-Za-z]{3})[a-z]*',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  EEE: '[A-Za-z]{3,9}',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour12>\\d{2})',
  h: '(?<hour12>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  m: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{2})',
  s: '(?<second>\\d{1,2})',
  SSS: '(?<fraction>\\d{1,9})',
  a: '(?<half>[AaPp]\\.?[Mm]\\.?|上午|下午)',
  xx: '(?<offset>[+-]\\d{4})',
  XXX: '(?<offset>Z|[+-]\\d{2}:\\d{2})',
}

const TOKEN = /'([^']*)'|yyyy|MMM|MM|M|dd|d|EEE|HH|H|hh|h|mm|m|SSS|ss|s|xx|XXX|a|[A-Za-z]+|[^A-Za-z']+/g

/** What is wrong with a format, or null. */
export function timeFormatError(format: string): string | null {
  if (NAMED.includes(format)) return null
  try {
    patternOf(format)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const patterns = new Map<string, RegExp>()

function patternOf(format: string): RegExp {
  const cached = patterns.get(format)
  if (cached) return cached
  const names = new Set<string>()
  let source = ''
  for (const match of format.matchAll(TOKEN)) {
    const token = match[0]
    const group = TOKENS[token]
    if (group !== undefined) {
      const name = /\(\?<(\w+)>/.exec(group)?.[1]
      if (name !== undefined) {
        if (names.has(name)) throw new Error(`"${format}" has the ${name} twice`)
        names.add(name)
      }
      source += group
    } else if (/^[A-Za-z]+$/.test(token) && token !== 'T' && token !== 'Z') {
      throw new Error(
        `"${token}" in "${format}" is not known; use yyyy M MM MMM d dd EEE H HH h hh a m mm s ss SSS xx XXX, iso, unix, unixMs or excel, and quote letters: 'at'`,
      )
    } else {
      source += (match[1] ?? token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    }
  }
  if (!names.has('year') || !names.has('day') || !(names.has('month') || names.has('monthName'))) {
    throw new Error(`"${format}" lacks a year, a month or a day`)
  }
  if (names.has('hour12') !== names.has('half')) throw new Error(`"${format}": h needs a, and a needs h`)
  const pattern = new RegExp(`^${source}$`)
  patterns.set(format, pattern)
  return pattern
}

/** The instant a text names in a format, or null where it does not fit or is no date of the calendar. */
export function parseTime(text: string, format: string, zone: string): number | null {
  switch (format) {
    case 'iso':
      return parseIso(text, zone)
    case 'unix':
      return /^\d{1,11}(\.\d+)?$/.test(text) ? Math.floor(Number(text) * 1000) : null
    case 'unixMs':
      return /^\d{1,14}$/.test(text) ? Number(text) : null
    case 'excel': {
      if (!/^\d{1,6}(\.\d+)?$/.test(text)) return null
      // Day fractions are binary: the nearest millisecond is what the cell showed.
      return instantOfWall(Math.round((Number(text) - 25569) * 86_400_000), zone)
    }
    default:
      return parsePattern(text, format, zone)
  }
}

function parseIso(text: string, zone: string): number | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    )
  if (!match) return null
  const [, year, month, day, hour, minute, second, fraction, offset] = match
  return build({ year, month, day, hour, minute, second, fraction, offset }, zone)
}

function parsePattern(text: string, format: string, zone: string): number | null {
  const groups = patternOf(format).exec(text)?.groups
  if (!groups) return null
  const parts: Parts = { ...groups }
  if (groups.monthName !== undefined) {
    const index = MONTHS.indexOf(groups.monthName.toLowerCase())
    if (index < 0) return null
    parts.month = String(index + 1)
  }
  if (groups.hour12 !== undefined) {
    const hour = Number(groups.hour12)
    if (hour < 1 || hour > 12) return null
    const afternoon = /^[Pp下]/.test(groups.half ?? '')
    parts.hour = String((hour % 12) + (afternoon ? 12 : 0))
  }
  return build(parts, zone)
}

interface Parts {
  year?: string | undefined
  month?: string | undefined
  day?: string | undefined
  hour?: string | undefined
  minute?: string | undefined
  second?: string | undefined
  fraction?: string | undefined
  offset?: string | undefined
}

function build(parts: Parts, zone: string): number | null {
  const year = Number(parts.year)
  const month = Number(parts.month)
  const day = Number(parts.day)
  const hour = Number(parts.hour ?? 0)
  const minute = Number(parts.minute ?? 0)
  const second = Number(parts.second ?? 0)
  const milli = Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3))
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, milli)
  const check = new Date(wall)
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return null
  if (parts.offset === undefined) return instantOfWall(wall, zone)
  if (/^z$/i.test(parts.offset)) return wall
  const sign = parts.offset.startsWith('-') ? -1 : 1
  const digits = parts.offset.replace(/\D/g, '')
  const offset = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return wall - sign * offset * 60_000
}
