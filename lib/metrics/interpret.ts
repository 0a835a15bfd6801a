/**
 * Families and measures over fact rows, in memory: what a row adds to which cells of which rollups. The applier
 * turns old and new facts into differences with it, and the reference answers queries with it. Predicates are
 * compiled to closures once.
 */
import { startOfDay, startOfHour } from '@/lib/core/zone'
import type { Instant } from '@/lib/facts/event'
import type { TicketFacts } from '@/lib/facts/shapes'
import { sketchBin } from '@/lib/stats/sketch'
import { CUBES } from './cubes'
import { FAMILIES } from './families'
import { MEASURES, rolledUp, sketches } from './measures'
import type { Dimension, Family, Measure, Predicate } from './types'

/** A fact row by field name; every fact shape is one. */
export type Row = Readonly<Record<string, unknown>>

type Test = (row: Row, now: Instant) => boolean

function compilePredicate(p: Predicate): Test {
  const { column } = p
  switch (p.op) {
    case 'eq':
      return (row) => row[column] === p.value
    case 'in': {
      const values = new Set<unknown>(p.values)
      return (row) => values.has(row[column])
    }
    case 'gte':
      return (row) => numberOf(row[column]) >= p.value
    case 'lte':
      return (row) => numberOf(row[column]) <= p.value
    case 'gt':
      return (row) => numberOf(row[column]) > p.value
    case 'lt':
      return (row) => numberOf(row[column]) < p.value
    case 'not_null':
      return (row) => row[column] !== null && row[column] !== undefined
    case 'is_null':
      return (row) => row[column] === null || row[column] === undefined
    case 'before_now':
      return (row, now) => typeof row[column] === 'number' && row[column] < now
  }
}

// No comparison with NaN is true: no value, no match.
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

function compile(where: readonly Predicate[]): Test {
  const [a, b, c, ...rest] = where.map(compilePredicate)
  if (!a) return () => true
  if (!b) return a
  if (!c) return (row, now) => a(row, now) && b(row, now)
  const tests = [a, b, c, ...rest]
  return (row, now) => tests.every((test) => test(row, now))
}

const tests = new Map<Measure, Test>(MEASURES.map((m) => [m, compile(m.where)]))

/** Whether a row of the measure's family is counted by it; `now` decides `before_now` predicates. */
export function matches(measure: Measure, row: Row, now: Instant): boolean {
  let test = tests.get(measure)
  if (!test) {
    test = compile(measure.where)
    tests.set(measure, test)
  }
  return test(row, now)
}

/** What a counted row adds: 1 for counts, the column's whole number for sums and sketches (0 where it is null). */
export function measureValue(measure: Measure, row: Row): number {
  if (measure.column === undefined) return 1
  const value = row[measure.column]
  return typeof value === 'number' ? value : 0
}

/** The anchor of a row in a family; null = the row is not in the family. */
export function anchorOf(family: Family, row: Row): Instant | null {
  const at = row[family.at]
  return typeof at === 'number' ? at : null
}

/** The value of a dimension as the family credits it; null = no value. */
export function dimensionOf(family: Family, dimension: Dimension, row: Row): string | null {
  const field = dimension === 'team' ? family.team : dimension === 'agent' ? family.agent : dimension
  const value = row[field]
  return typeof value === 'string' ? value : null
}

/** Every family with the rows of one ticket (or of one loose unit) that are in it. */
export function familyRows(facts: TicketFacts): { readonly family: Family; readonly row: Row }[] {
  const out: { family: Family; row: Row }[] = []
  for (const family of FAMILIES) {
    const found = facts[family.fact]
    if (found === null) continue
    for (const fact of Array.isArray(found) ? found : [found]) {
      const row = fact as unknown as Row
      if (anchorOf(family, row) !== null) out.push({ family, row })
    }
  }
  return out
}

/** One cell of `rollup_<family>`: cube id, start of its hour or day, and its dimension values ('' = none). */
export interface Cell {
  readonly cube: string
  readonly bucket: Instant
  readonly k1: string
  readonly k2: string
}

export interface Contribution {
  /** one cell for each cube; the row adds n = 1, `values` and `bins` to every one of them */
  readonly cells: readonly Cell[]
  /** increments in the order of `rolledUp(family)` */
  readonly values: readonly number[]
  /** sketch measures that count the row, and the bin it falls into */
  readonly bins: readonly { readonly measure: string; readonly bin: number }[]
}

interface Compiled {
  readonly rolledUp: readonly { readonly measure: Measure; readonly test: Test }[]
  readonly sketches: readonly { readonly measure: Measure; readonly test: Test }[]
}

const compiled = new Map<string, Compiled>(
  FAMILIES.map((family) => [
    family.id,
    {
      rolledUp: rolledUp(family).map((measure) => ({ measure, test: compile(measure.where) })),
      sketches: sketches(family).map((measure) => ({ measure, test: compile(measure.where) })),
    },
  ]),
)

const NEVER = Number.NEGATIVE_INFINITY
const NOTHING: Contribution = { cells: [], values: [], bins: [] }

/**
 * What one row adds to the rollups of its family, in the tenant's zone. A pure function of the row: live
 * measures are not in it. A row without the family's anchor adds nothing (no cells).
 */
export function contributions(family: Family, row: Row, zone: string): Contribution {
  const at = anchorOf(family, row)
  const measures = compiled.get(family.id)
  if (at === null || measures === undefined) return NOTHING
  const bins: { measure: string; bin: number }[] = []
  for (const { measure, test } of measures.sketches) {
    const value = measure.column === undefined ? null : row[measure.column]
    if (typeof value === 'number' && test(row, NEVER))
      bins.push({ measure: measure.id, bin: sketchBin(value) })
  }
  const hour = startOfHour(at, zone)
  const day = startOfDay(at, zone)
  return {
    cells: CUBES.map((cube) => {
      const [first, second] = cube.dimensions
      return {
        cube: cube.id,
        bucket: cube.bucket === 'hour' ? hour : day,
        k1: first === undefined ? '' : (dimensionOf(family, first, row) ?? ''),
        k2: second === undefined ? '' : (dimensionOf(family, second, row) ?? ''),
      }
    }),
    values: measures.rolledUp.map(({ measure, test }) => (test(row, NEVER) ? measureValue(measure, row) : 0)),
    bins,
  }
}

/** A changed cell of `rollup_<family>`; `values` in the order of `rolledUp(family)`. Differences may be negative. */
export interface RollupDelta extends Cell {
  n: number
  readonly values: number[]
}

/** A changed row of `rollup_sketch`; 48 differences. */
export interface SketchDelta extends Cell {
  readonly measure: string
  readonly bins: number[]
}

/** Collects what facts add and take away, cell by cell: `add(new, 1)`, `add(old, -1)`. */
export class RollupDeltas {
  private readonly families = new Map<string, Map<string, RollupDelta>>()
  private readonly sketched = new Map<string, SketchDelta>()

  constructor(private readonly zone: string) {}

  /** Adds (1) or takes away (−1) everything the facts of one unit contribute. */
  add(facts: TicketFacts, sign: 1 | -1): void {
    for (const { family, row } of familyRows(facts)) this.addRow(family, row, sign)
  }

  /** The same for one row of one family. */
  addRow(family: Family, row: Row, sign: 1 | -1): void {
    const { cells, values, bins } = contributions(family, row, this.zone)
    if (cells.length === 0) return
    let rollup = this.families.get(family.id)
    if (!rollup) {
      rollup = new Map()
      this.families.set(family.id, rollup)
    }
    for (const cell of cells) {
      const key = cellKey(cell)
      let delta = rollup.get(key)
      if (!delta) {
        delta = { ...cell, n: 0, values: values.map(() => 0) }
        rollup.set(key, delta)
      }
      delta.n += sign
      for (let i = 0; i < values.length; i++) {
        delta.values[i] = (delta.values[i] as number) + sign * (values[i] as number)
      }
      for (const { measure, bin } of bins) {
        const sketchKey = `${measure}\u0000${key}`
        let sketch = this.sketched.get(sketchKey)
        if (!sketch) {
          sketch = { ...cell, measure, bins: new Array<number>(48).fill(0) }
          this.sketched.set(sketchKey, sketch)
        }
        sketch.bins[bin] = (sketch.bins[bin] as number) + sign
      }
    }
  }

  /** The cells of a family that changed, in the fixed order of (cube, bucket, k1, k2). */
  rollup(family: Family): RollupDelta[] {
    const changed = [...(this.families.get(family.id)?.values() ?? [])].filter(
      (d) => d.n !== 0 || d.values.some((v) => v !== 0),
    )
    return changed.sort(compareCells)
  }

  /** The sketch rows that changed, in the fixed order of (measure, cube, bucket, k1, k2). */
  sketches(): SketchDelta[] {
    const changed = [...this.sketched.values()].filter((d) => d.bins.some((v) => v !== 0))
    return changed.sort((a, b) => compareText(a.measure, b.measure) || compareCells(a, b))
  }
}

function cellKey(cell: Cell): string {
  return `${cell.cube}\u0000${cell.bucket}\u0000${cell.k1}\u0000${cell.k2}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareCells(a: Cell, b: Cell): number {
  return (
    compareText(a.cube, b.cube) || a.bucket - b.bucket || compareText(a.k1, b.k1) || compareText(a.k2, b.k2)
  )
}
