/** When customers come: growth, week, hour, the live campaign, and when a source is silent. */
import type { Instant } from '@/lib/facts/event'
import { type Curve, type DemoSource, FRAIL_SOURCE } from './company'
import { type DemoPlan, dayOf, HOUR, MINUTE, startOfDay, weekdayOf } from './plan'

/** Quarter hours of a day. */
export const SLOTS = 96
export const SLOT_MS = 15 * MINUTE

const HOURS: Readonly<Record<Curve, readonly number[]>> = {
  shop: [26, 19, 16, 14, 14, 15, 18, 26, 42, 62, 72, 68, 58, 60, 66, 66, 62, 54, 52, 66, 86, 92, 68, 36],
  live: [26, 19, 16, 14, 14, 15, 17, 22, 34, 50, 60, 58, 56, 60, 68, 70, 62, 54, 56, 82, 110, 112, 74, 36],
  office: [12, 9, 8, 8, 8, 9, 12, 24, 58, 92, 104, 92, 56, 68, 94, 98, 88, 66, 40, 32, 30, 26, 16, 9],
  phone: [12, 9, 8, 8, 8, 9, 13, 28, 68, 98, 104, 90, 62, 64, 88, 92, 86, 66, 44, 34, 28, 20, 12, 6],
  world: [58, 56, 54, 50, 48, 44, 40, 36, 38, 40, 40, 38, 36, 36, 38, 42, 46, 50, 52, 50, 52, 58, 62, 60],
}
const SUMS = new Map(Object.entries(HOURS).map(([curve, hours]) => [curve, hours.reduce((a, b) => a + b, 0)]))

/** Monday … Sunday. */
const WEEK: Readonly<Record<Curve, readonly number[]>> = {
  shop: [1.02, 0.96, 0.95, 0.96, 1.0, 1.08, 1.03],
  live: [0.92, 0.92, 0.94, 0.96, 1.06, 1.14, 1.06],
  office: [1.24, 1.1, 1.08, 1.06, 1.04, 0.78, 0.7],
  phone: [1.2, 1.08, 1.04, 1.02, 1.02, 0.86, 0.78],
  world: [1.08, 1.06, 1.02, 1.0, 0.98, 0.92, 0.94],
}

/** Share of today's usual volume that a day of the past had: the anchor lies in the company's high season. */
export function growthOf(plan: DemoPlan, day: number): number {
  const age = dayOf(plan.anchor) - day
  return age <= 9 ? 1 : Math.max(0.18, Math.exp((9 - age) / 9))
}

/** The day of the first campaign: the last Friday that was over at the anchor. */
export function campaignDay(plan: DemoPlan): number {
  const today = dayOf(plan.anchor)
  const back = (weekdayOf(today) - 5 + 7) % 7
  return today - (back === 0 ? 7 : back)
}

/** How many times the usual Douyin demand the campaign brings in a quarter hour (1 = no campaign). */
export function campaignFactor(plan: DemoPlan, day: number, slot: number): number {
  if (day === campaignDay(plan)) return slot >= 56 && slot < 68 ? 3.2 : 1
  if (day < dayOf(plan.anchor)) return 1
  if (slot >= 56 && slot < 66) return 3
  return slot >= 80 && slot < 86 ? 1.8 : 1
}

/** The campaign's factor at an instant. */
export function campaignAt(plan: DemoPlan, at: Instant): number {
  const day = dayOf(at)
  return campaignFactor(plan, day, Math.floor((at - startOfDay(day)) / SLOT_MS))
}

/** Relative demand of a source in a quarter hour; 1 on the average of a usual week. */
export function demandOf(plan: DemoPlan, source: DemoSource, day: number, slot: number): number {
  const hour = Math.floor(slot / 4)
  const share = ((HOURS[source.curve][hour] ?? 0) * 24) / (SUMS.get(source.curve) ?? 1)
  const weekday = weekdayOf(day)
  let demand = share * (WEEK[source.curve][weekday - 1] ?? 1)
  if (source.channel === 'douyin') demand *= campaignFactor(plan, day, slot)
  const shop = source.curve === 'shop' || source.curve === 'live'
  if (shop && weekday === 5 && hour === 15 && campaignFactor(plan, day, slot) === 1) demand *= 1.5
  return demand
}

export interface Silence {
  readonly from: Instant
  readonly to: Instant
}

/**
 * When the frail source's connector delivers nothing on a day: one long outage twelve days before the anchor,
 * and from the anchor's day on twelve minutes of every hour.
 */
export function silencesOn(plan: DemoPlan, source: string, day: number): readonly Silence[] {
  if (source !== FRAIL_SOURCE) return []
  const start = startOfDay(day)
  const today = dayOf(plan.anchor)
  if (day === today - 12)
    return [{ from: start + 9 * HOUR + 20 * MINUTE, to: start + 13 * HOUR + 40 * MINUTE }]
  if (day < today) return []
  return Array.from({ length: 24 }, (_, hour) => ({
    from: start + hour * HOUR + 37 * MINUTE,
    to: start + hour * HOUR + 49 * MINUTE,
  }))
}

/** The end of the silence that holds the instant, or null where the source delivers. */
export function silentUntil(plan: DemoPlan, source: string, at: Instant): Instant | null {
  if (source !== FRAIL_SOURCE) return null
  const silence = silencesOn(plan, source, dayOf(at)).find(({ from, to }) => at >= from && at < to)
  return silence?.to ?? null
}
