/** What answering a question collects: figures by group of dimension values and by time bucket. */
import type { Instant } from '@/lib/facts/event'
import {
  type AskedMetric,
  evaluate,
  type Figure,
  measuresOf,
  onClock,
  poolFigures,
  type Sums,
  sketchOf,
} from './formula'
import type { Dimension, Filter, Measure } from './types'

/** A question as the collectors (database and reference) see it: metrics on their clocks, boundaries drawn. */
export interface Question {
  readonly metrics: readonly AskedMetric[]
  readonly dimensions: readonly Dimension[]
  readonly filters: readonly Filter[]
  /** teams the asker may see; null = all */
  readonly scope: readonly string[] | null
  /** starts of the buckets, the first cut to the start of the period, and the end of the period last */
  readonly boundaries: readonly Instant[]
  /** whether the buckets are time buckets; false = one bucket, the whole period */
  readonly grained: boolean
  /** whether states of now belong into the answer; false for a period that another is compared with */
  readonly live: boolean
  /** whether means get intervals; absent = no */
  readonly intervals?: boolean
  /**
   * Several periods that are added up as one (an average), each a question of its own, the earliest first; absent
   * = one period. The first bucket of each goes to the first bucket, and so on.
   */
  readonly pooled?: {
    readonly parts: readonly Question[]
    /** for each stretch between boundaries the bucket it goes to; −1 = between the periods */
    readonly slots: readonly number[]
    readonly buckets: number
  }
  readonly now: Instant
  readonly zone: string
}

export const bucketCount = (question: Question): number =>
  question.pooled?.buckets ?? question.boundaries.length - 1

/** The stretches between boundaries that belong to a bucket, in order. */
export function segmentsOf(
  question: Question,
): { readonly from: Instant; readonly to: Instant; readonly bucket: number }[] {
  const { boundaries, pooled } = question
  const found: { from: Instant; to: Instant; bucket: number }[] = []
  for (let i = 0; i + 1 < boundaries.length; i++) {
    const bucket = pooled === undefined ? i : (pooled.slots[i] ?? -1)
    if (bucket >= 0) found.push({ from: boundaries[i] as Instant, to: boundaries[i + 1] as Instant, bucket })
  }
  return found
}

/** The periods of a question: one, or those of an average. */
export function periodsOf(question: Question): { readonly from: Instant; readonly to: Instant }[] {
  const found: { from: Instant; to: Instant }[] = []
  for (const { from, to } of segmentsOf(question)) {
    const last = found.at(-1)
    if (last?.to === from) last.to = to
    else found.push({ from, to })
  }
  return found
}

/** One question over several periods that do not overlap, the earliest first; buckets beyond `buckets` are left out. */
export function poolQuestions(parts: readonly Question[], buckets: number): Question {
  const [first] = parts
  if (first === undefined) throw new Error('nothing to pool')
  const boundaries: Instant[] = []
  const slots: number[] = []
  for (const part of parts) {
    const start = part.boundaries[0] as Instant
    const end = boundaries.at(-1)
    if (end !== undefined && end < start) slots.push(-1)
    if (end === undefined || end < start) boundaries.push(start)
    for (let i = 1; i < part.boundaries.length; i++) {
      boundaries.push(part.boundaries[i] as Instant)
      slots.push(i <= buckets ? i - 1 : -1)
    }
  }
  return { ...first, boundaries, pooled: { parts, slots, buckets } }
}

/** The bucket that holds an instant of the question's periods; -1 outside. */
export function bucketOf({ boundaries, pooled }: Question, at: Instant): number {
  const found = indexOf(boundaries, at)
  return pooled === undefined || found < 0 ? found : (pooled.slots[found] ?? -1)
}

function indexOf(boundaries: readonly Instant[], at: Instant): number {
  const last = boundaries.length - 1
  if (last < 1 || at < (boundaries[0] as number) || at >= (boundaries[last] as number)) return -1
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((boundaries[middle] as number) <= at) low = middle
    else high = middle
  }
  return low
}

/** The bucket in which a state of now belongs: the one that holds it; without a grain always the only one; -1 = in none. */
export function bucketOfNow(question: Question): number {
  if (!question.live) return -1
  return question.grained ? bucketOf(question, question.now) : 0
}

/** Dimension values, in the order of the question's dimensions. */
export type GroupKey = readonly (string | null)[]

/** A text that no other key has: values never hold NUL. */
function keyText(key: GroupKey): string {
  let text = ''
  for (const value of key) text += value === null ? '\u0000\u0000|' : `s${value}\u0000|`
  return text
}

/** Figures of one bucket by metric, in the order of the question; holes where nothing happened. */
export type Figures = (Figure | undefined)[]

export interface Group {
  readonly key: GroupKey
  /** by bucket */
  readonly figures: Map<number, Figures>
}

/** Groups by the text of their key. */
export class Cells {
  readonly groups = new Map<string, Group>()

  put(key: GroupKey, bucket: number, metric: number, figure: Figure | undefined): void {
    if (figure === undefined || bucket < 0) return
    const text = keyText(key)
    let group = this.groups.get(text)
    if (!group) {
      group = { key, figures: new Map() }
      this.groups.set(text, group)
    }
    let figures = group.figures.get(bucket)
    if (!figures) {
      figures = []
      group.figures.set(bucket, figures)
    }
    figures[metric] = figure
  }

  find(key: GroupKey): Group | undefined {
    return this.groups.get(keyText(key))
  }
}

/** Puts the figures of the parts of a pooled question together, for one metric. */
export function poolInto(cells: Cells, metric: number, parts: readonly Cells[], buckets: number): void {
  const found = new Map<string, { key: GroupKey; bucket: number; figures: Figure[] }>()
  for (const part of parts) {
    for (const [text, group] of part.groups) {
      for (const [bucket, figures] of group.figures) {
        const figure = figures[metric]
        if (figure === undefined || bucket >= buckets) continue
        const id = `${bucket} ${text}`
        const cell = found.get(id) ?? { key: group.key, bucket, figures: [] }
        cell.figures.push(figure)
        found.set(id, cell)
      }
    }
  }
  for (const { key, bucket, figures } of found.values()) cells.put(key, bucket, metric, poolFigures(figures))
}

/** Sums of one group and bucket. */
export class TallyCell implements Sums {
  readonly sums: Float64Array
  quantiles: Map<string, number | null> | null = null
  variances: Map<string, number> | null = null

  constructor(
    readonly key: GroupKey,
    readonly bucket: number,
    private readonly slots: ReadonlyMap<Measure, number>,
  ) {
    this.sums = new Float64Array(slots.size)
  }

  sum(measure: Measure): number {
    return this.sums[this.slots.get(measure) ?? -1] ?? 0
  }

  setQuantile({ sketch, q }: { sketch: Measure; q: number }, value: number | null): void {
    this.quantiles ??= new Map()
    this.quantiles.set(`${sketch.id} ${q}`, value)
  }

  quantile(sketch: Measure, q: number): number | null {
    return this.quantiles?.get(`${sketch.id} ${q}`) ?? null
  }

  setVariance(sum: Measure, value: number): void {
    this.variances ??= new Map()
    this.variances.set(sum.id, value)
  }

  variance(sum: Measure): number | null {
    return this.variances?.get(sum.id) ?? null
  }
}

/** Adds up measures by group and bucket, and makes the figures of them. */
export class Tally {
  readonly measures: readonly Measure[]
  private readonly slots: ReadonlyMap<Measure, number>
  private readonly groups = new Map<string, Map<number, TallyCell>>()

  constructor(private readonly metrics: readonly AskedMetric[]) {
    this.measures = [...new Set(metrics.flatMap(measuresOf))]
    this.slots = new Map(this.measures.map((measure, i) => [measure, i]))
  }

  /** The cell of a group and bucket, made where it is new. */
  cell(key: GroupKey, bucket: number): TallyCell {
    const text = keyText(key)
    let group = this.groups.get(text)
    if (!group) {
      group = new Map()
      this.groups.set(text, group)
    }
    let cell = group.get(bucket)
    if (!cell) {
      cell = new TallyCell(key, bucket, this.slots)
      group.set(bucket, cell)
    }
    return cell
  }

  /** Where a measure's sum stands in a cell; -1 for a measure that is not asked for. */
  slot(measure: Measure): number {
    return this.slots.get(measure) ?? -1
  }

  add(key: GroupKey, bucket: number, measure: Measure, amount: number): void {
    const slot = this.slot(measure)
    if (slot < 0 || amount === 0 || bucket < 0) return
    const { sums } = this.cell(key, bucket)
    sums[slot] = (sums[slot] ?? 0) + amount
  }

  private *all(): Generator<TallyCell> {
    for (const group of this.groups.values()) yield* group.values()
  }

  /** Every cell that counts something of `measure`, with how much. */
  *counts(
    measure: Measure,
  ): Generator<{ readonly key: GroupKey; readonly bucket: number; readonly n: number }> {
    const slot = this.slot(measure)
    for (const cell of this.all()) {
      const n = cell.sums[slot] ?? 0
      if (n > 0) yield { key: cell.key, bucket: cell.bucket, n }
    }
  }

  /** The figures of the metrics made of measures. */
  into(cells: Cells): void {
    for (const cell of this.all()) {
      for (let i = 0; i < this.metrics.length; i++) {
        cells.put(cell.key, cell.bucket, i, evaluate(this.metrics[i] as AskedMetric, cell))
      }
    }
  }
}

/** The quantile metrics of a question: which sketch, which count, which q. */
export interface AskedQuantile {
  readonly sketch: Measure
  readonly count: Measure
  readonly q: number
}

/** The different quantiles a question needs. */
export function quantilesOf(metrics: readonly AskedMetric[]): readonly AskedQuantile[] {
  const found = new Map<string, AskedQuantile>()
  for (const asked of metrics) {
    const sketch = sketchOf(asked)
    const [count] = measuresOf(asked)
    if (sketch === null || count === undefined || asked.metric.type !== 'quantile') continue
    found.set(`${sketch.id} ${asked.metric.q}`, { sketch, count, q: asked.metric.q })
  }
  return [...found.values()]
}

/** The mean metrics of a question: what is summed, what is counted. */
export interface AskedMean {
  readonly sum: Measure
  readonly count: Measure
}

/** Values of a question up to which means get intervals. */
export const INTERVAL_VALUES = 200_000

/** The different means a question asks intervals of; none where it asks for none. */
export function meansOf({ metrics, intervals }: Question): readonly AskedMean[] {
  if (intervals !== true) return []
  const found = new Map<string, AskedMean>()
  for (const { metric, calendar } of metrics) {
    if (metric.type !== 'mean') continue
    const sum = onClock(metric.sum, calendar)
    found.set(sum.id, { sum, count: onClock(metric.count, calendar) })
  }
  return [...found.values()]
}
