/** What stands behind a number, fact by fact: which facts count, which hit, and what they measure. */
import type { Instant } from '@/lib/facts/event'
import * as families from './families'
import { type AskedMetric, onClock } from './formula'
import type { Family, Measure, MeasureRef, Metric } from './types'

/** Whether single tickets stand behind the metric; the others count agents or customers. */
export function hasTickets(metric: Metric): boolean {
  if (metric.type === 'gauge') return !metric.gauge.startsWith('agents_')
  return metric.type !== 'scan' || metric.scan === 'repurchase_rate'
}

/** One way a fact counts: measures for n and for hits, and what it measures. */
export interface Part {
  readonly family: Family
  readonly n: readonly Measure[]
  readonly hits: readonly Measure[]
  /** hits that count the other way (detractors) */
  readonly misses: readonly Measure[]
  /** the fact field (whole numbers) and what turns it into the metric's unit */
  readonly value: { readonly field: string; readonly scale: number } | null
}

function partsOf(n: readonly Measure[], hits: readonly Measure[], misses: readonly Measure[] = []): Part[] {
  const all = [...new Set([...n, ...hits, ...misses].map((measure) => measure.family))]
  const own = (list: readonly Measure[], family: Family) =>
    list.filter((measure) => measure.family === family)
  return all.map((family) => ({
    family,
    n: own(n, family),
    hits: own(hits, family),
    misses: own(misses, family),
    value: null,
  }))
}

/** The parts of a metric made of measures; none for gauges and scans, which have readers of their own. */
export function metricParts({ metric, calendar }: AskedMetric): readonly Part[] {
  const all = (refs: readonly MeasureRef[]) => refs.map((ref) => onClock(ref, calendar))
  switch (metric.type) {
    case 'count':
      return partsOf(all(metric.of), [])
    case 'mean':
    case 'quantile': {
      const measured = onClock(metric.type === 'mean' ? metric.sum : metric.sketch, calendar)
      const count = onClock(metric.count, calendar)
      const value = { field: measured.column ?? '', scale: metric.scale }
      return [{ family: count.family, n: [count], hits: [], misses: [], value }]
    }
    case 'ratio':
      return partsOf(all(metric.denominator), all(metric.numerator))
    case 'derived': {
      const [plus, minus] = all(metric.inputs)
      return partsOf(all([metric.n]), plus === undefined ? [] : [plus], minus === undefined ? [] : [minus])
    }
    case 'gauge':
    case 'scan':
      return []
  }
}

/** Tickets by their opening: the list without a metric. Every ticket counts once. */
export const OPENED: Part = { family: families.opened, n: [], hits: [], misses: [], value: null }

/** Values of the metric in its unit; `min` is inside, `max` outside; null = no bound. */
export interface ValueRange {
  readonly min: number | null
  readonly max: number | null
}

/**
 * A bound in the metric's unit as a bound of the whole numbers that are stored: at or above it (as `min`) and
 * below it (as `max`) mean the same of either.
 */
export function storedBound(value: number, scale: number): number {
  // Six digits are finer than any stored unit and coarser than the dust of the division.
  return Math.ceil(Number((value / scale).toFixed(6)))
}

/** The whole points of an answer: on 1–5 for the kinds of satisfaction, else on its own scale. */
export const pointsOf = (normalMilli: number): number => Math.floor((normalMilli + 500) / 1000)

/** States a list of tickets can be narrowed to. `waiting` = open, and the customer waits for a human. */
export const TICKET_STATES = ['open', 'waiting', 'resolved', 'closed', 'abandoned'] as const
export type TicketState = (typeof TICKET_STATES)[number]

/** Whether a ticket is in one of the states. */
export function isInState(
  ticket: { readonly state: string; readonly waitingSince: Instant | null },
  states: readonly TicketState[],
): boolean {
  return states.some((state) =>
    state === 'waiting' ? ticket.state === 'open' && ticket.waitingSince !== null : ticket.state === state,
  )
}
