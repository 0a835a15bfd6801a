import type { Instant } from '@/lib/facts/event'
import { quantile } from '@/lib/stats/wilson'
import {
  type AskedMean,
  type AskedQuantile,
  bucketOf,
  type Question,
  type Tally,
  type TallyCell,
} from './cells'
import { anchorOf, dimensionOf, matches, measureValue, type Row } from './interpret'
import type { Family, Measure } from './types'

/** What is added up of the rows of facts. */
export interface Wanted {
  readonly measures: readonly Measure[]
  readonly quantiles: readonly AskedQuantile[]
  readonly means: readonly AskedMean[]
}

interface FamilyPart {
  readonly summed: readonly { readonly measure: Measure; readonly slot: number }[]
  /** those whose single values are kept, for percentiles and spreads */
  readonly kept: readonly Measure[]
}

/** The sample variance of two or more values. */
function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/** Adds rows of facts, one by one in memory, to a tally: sums at once, percentiles and spreads with `finish`. */
export class FactTally {
  private readonly parts = new Map<Family, FamilyPart>()
  private readonly values = new Map<TallyCell, Map<Measure, number[]>>()

  constructor(
    private readonly question: Question,
    private readonly tally: Tally,
    private readonly wanted: Wanted,
  ) {
    const { measures, quantiles, means } = wanted
    const valued = new Set([...quantiles.map(({ sketch }) => sketch), ...means.map(({ sum }) => sum)])
    for (const { family } of [...measures, ...valued]) {
      if (this.parts.has(family)) continue
      const summed = measures.filter((measure) => measure.family === family)
      this.parts.set(family, {
        summed: summed.map((measure) => ({ measure, slot: tally.slot(measure) })),
        kept: [...valued].filter((measure) => measure.family === family),
      })
    }
  }

  /** Adds a row that has passed the filters; one outside the question's periods counts nowhere. */
  add(family: Family, row: Row): void {
    const part = this.parts.get(family)
    const at: Instant | null = part === undefined ? null : anchorOf(family, row)
    const bucket = at === null ? -1 : bucketOf(this.question, at)
    if (part === undefined || bucket < 0) return
    let found: TallyCell | undefined
    const cell = (): TallyCell => {
      found ??= this.tally.cell(
        this.question.dimensions.map((dimension) => dimensionOf(family, dimension, row)),
        bucket,
      )
      return found
    }
    for (const { measure, slot } of part.summed) {
      if (slot < 0 || !matches(measure, row, this.question.now)) continue
      const { sums } = cell()
      sums[slot] = (sums[slot] ?? 0) + measureValue(measure, row)
    }
    for (const measure of part.kept) {
      if (matches(measure, row, this.question.now)) this.keep(cell(), measure, measureValue(measure, row))
    }
  }

  private keep(cell: TallyCell, measure: Measure, value: number): void {
    let lists = this.values.get(cell)
    if (!lists) {
      lists = new Map()
      this.values.set(cell, lists)
    }
    const list = lists.get(measure)
    if (list) list.push(value)
    else lists.set(measure, [value])
  }

  /** Brings percentiles and spreads into the cells. */
  finish(): void {
    const { quantiles, means } = this.wanted
    for (const [cell, lists] of this.values) {
      for (const { sketch, q } of quantiles) {
        const list = lists.get(sketch)
        if (list) cell.setQuantile({ sketch, q }, quantile(list, q))
      }
      for (const { sum } of means) {
        const list = lists.get(sum)
        if (list && list.length > 1) cell.setVariance(sum, varianceOf(list))
      }
    }
  }
}
