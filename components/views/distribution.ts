/** From durations to the bars of a histogram. Pure. */
import type { HistogramBin } from '@/components/charts'
import type { Formats } from '@/lib/i18n/format'
import type { Distribution, DistributionBin } from '@/lib/metrics/distribution'
import type { Narrowing } from './view-state'

export interface HistogramShape {
  readonly bins: readonly HistogramBin[]
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  /** seconds at the right end; longer values are in the last bar */
  readonly max: number
  /** place of the target on the axis, 0–1, where bars are not of one width */
  readonly targetAt?: number
}

/** What `GET /tickets` takes for exactly the values of a bar. */
export const narrowingOf = ({ min, max }: Pick<DistributionBin, 'min' | 'max'>): Narrowing => ({
  ...(min === null ? {} : { min: String(min) }),
  ...(max === null ? {} : { max: String(max) }),
})

/** Where a value lies on an axis of bars, 0–1; along the logarithm inside a bar of a sketch. */
function placeOn(bins: readonly DistributionBin[], value: number): number {
  const bar = bins.findIndex(({ to }) => value <= to)
  const bin = bins[bar]
  if (bin === undefined) return 1
  if (value <= bin.from) return bar / bins.length
  const inside =
    bin.from > 0
      ? Math.log(value / bin.from) / Math.log(bin.to / bin.from)
      : (value - bin.from) / (bin.to - bin.from)
  return (bar + inside) / bins.length
}

/** Bars of a distribution that was counted over its whole population, each with the link to its rows. */
export function shapeOf(
  distribution: Distribution,
  target: number | null,
  f: Formats,
  hrefOf: (narrow: Narrowing) => string,
): HistogramShape | null {
  const { bins, n, source } = distribution
  if (n === 0) return null
  const count = bins.length
  const every = Math.max(1, Math.round(count / 4))
  const open = count > 2 && bins.at(-1)?.max === null
  return {
    bins: bins.map((bin, i) => ({
      from: bin.from,
      to: bin.to,
      count: bin.count,
      label: `${f.duration(bin.from)}–${i === count - 1 ? '' : f.duration(bin.to)}`,
      ...(bin.count > 0 ? { href: hrefOf(narrowingOf(bin)) } : {}),
    })),
    ticks: [
      ...Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => i * every)
        .filter((bar) => !open || bar < count - every / 2)
        .map((bar) => ({
          at: bar / count,
          text: f.duration(bar === 0 ? (bins[0]?.from ?? 0) : (bins[bar - 1]?.to ?? 0)),
        })),
      // The last bar holds all beyond: it says where it begins.
      ...(open ? [{ at: 1, text: `${f.duration(bins.at(-1)?.from ?? 0)}+` }] : []),
    ],
    max: bins.at(-1)?.to ?? 0,
    ...(source === 'sketch' && target !== null ? { targetAt: placeOn(bins, target) } : {}),
  }
}

/**
 * Bars of equal width whose edges meet the target: a quarter of it each, up to eighteen, the last holding all beyond.
 * Without a target the width is chosen by the 95th percentile. Null where there are no values.
 */
export function histogramOf(
  seconds: readonly number[],
  target: number | null,
  f: Formats,
): HistogramShape | null {
  if (seconds.length === 0) return null
  const sorted = [...seconds].sort((a, b) => a - b)
  const high = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0
  const rough = target !== null && target > 0 ? target / 4 : Math.max(high / 16, 0.25)
  const width = rough * Math.max(1, Math.ceil(high / rough / 18))
  const count = Math.min(18, Math.max(8, Math.ceil((high + 1e-9) / width)))
  const counts = Array.from({ length: count }, () => 0)
  for (const value of sorted) {
    // "Within" includes the target itself, so an edge belongs to the bar before it.
    const bar = Math.min(count - 1, Math.max(0, Math.ceil(value / width) - 1))
    counts[bar] = (counts[bar] ?? 0) + 1
  }
  const max = count * width
  const every = Math.max(1, Math.round(count / 4))
  const ticks = Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => i * every).map((bar) => ({
    at: bar / count,
    text: f.duration(bar * width),
  }))
  return {
    bins: counts.map((n, i) => ({
      from: i * width,
      to: (i + 1) * width,
      count: n,
      label: `${f.duration(i * width)}–${i === count - 1 ? '' : f.duration((i + 1) * width)}`,
    })),
    ticks,
    max,
  }
}
