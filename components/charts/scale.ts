/** Places on a chart: from instants and values to pixels, and the marks of the time axis. Pure. */
import { DAY, HOUR, instantOfWall, startOfDay, wallAt } from '@/lib/core/zone'
import type { Formats, FormatUnit } from '@/lib/i18n/format'
import { countAxis, durationAxis, type Point, shareAxis } from './limit'

export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A straight scale from a range of numbers to a range of pixels. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from || 1
  return (value) => start + ((value - from) / span) * (end - start)
}

/** Path of a line; gaps stay gaps, a value alone is a dot (a line of no length with round ends). */
export function linePath(
  points: readonly Point[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = ''
  let drawing = false
  for (const [at, value] of points) {
    if (value === null) {
      drawing = false
      continue
    }
    path += `${drawing ? 'L' : 'M'}${round(x(at))} ${round(y(value))}${drawing ? '' : 'h0'}`
    drawing = true
  }
  return path
}

/** Closed areas between two lines; where either has a gap the area ends. */
export function bandPath(
  rows: readonly { readonly at: number; readonly low: number | null; readonly high: number | null }[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = ''
  let run: { readonly at: number; readonly low: number; readonly high: number }[] = []
  const close = () => {
    if (run.length > 1) {
      const top = run.map((row, i) => `${i === 0 ? 'M' : 'L'}${round(x(row.at))} ${round(y(row.high))}`)
      const back = run.toReversed().map((row) => `L${round(x(row.at))} ${round(y(row.low))}`)
      path += `${top.join('')}${back.join('')}Z`
    }
    run = []
  }
  for (const { at, low, high } of rows) {
    if (low === null || high === null) close()
    else run.push({ at, low, high })
  }
  close()
  return path
}

export interface TimeMark {
  readonly at: number
  /** local hour, or null where the mark is a day */
  readonly hour: number | null
}

const HOUR_STEPS = [1, 2, 3, 4, 6, 12, 24] as const
const DAY_STEPS = [1, 2, 4, 7, 14, 28] as const

/** Marks of the time axis on local hours or days, at most `most` of them. */
export function timeMarks(from: number, to: number, zone: string, most: number): readonly TimeMark[] {
  const room = Math.max(2, most)
  const days = (to - from) / DAY
  const marks: TimeMark[] = []
  if (days <= 2.1) {
    const step = HOUR_STEPS.find((hours) => (days * 24) / hours <= room) ?? 24
    const midnight = wallAt(startOfDay(from, zone), zone)
    for (let wall = midnight; ; wall += step * HOUR) {
      const at = instantOfWall(wall, zone)
      if (at > to) break
      if (at >= from) marks.push({ at, hour: new Date(wall).getUTCHours() })
    }
    return marks
  }
  const step = DAY_STEPS.find((it) => days / it <= room) ?? Math.ceil(days / room)
  const first = wallAt(startOfDay(from, zone), zone)
  for (let wall = first; ; wall += step * DAY) {
    const at = instantOfWall(wall, zone)
    if (at > to) break
    if (at >= from) marks.push({ at, hour: null })
  }
  return marks
}

export interface ValueAxis {
  readonly min: number
  readonly max: number
  readonly step: number
}

const SMALL_STEPS = [0.0025, 0.005, 0.01, 0.02, 0.05, 0.1] as const

/**
 * The value axis of a unit: durations and counts begin at 0, shares may begin higher; those that stay small, such as
 * complaints, end where they do and not at 100 %.
 */
export function valueAxis(unit: string, lowest: number, highest: number): ValueAxis {
  if (unit === 'share') {
    const step = highest > 0 ? SMALL_STEPS.find((it) => highest <= it * 4) : undefined
    return step === undefined
      ? shareAxis(lowest)
      : { min: 0, max: step * Math.ceil(Math.round((highest / step) * 1e6) / 1e6), step }
  }
  return { min: 0, ...(unit === 'seconds' ? durationAxis(highest * 1.05) : countAxis(highest * 1.05)) }
}

/** A value of an axis as it is written beside it. */
export function axisText(unit: FormatUnit, value: number, f: Formats): string {
  if (unit === 'seconds') return f.duration(value)
  return unit === 'share' ? `${Math.round(value * 100)}%` : f.count(value)
}

/** The values at which an axis draws its lines. */
export function axisValues({ min, max, step }: ValueAxis): readonly number[] {
  const count = Math.round((max - min) / step)
  return Array.from({ length: count + 1 }, (_, i) => min + i * step)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
