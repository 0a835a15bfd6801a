/**
 * Families and measures over fact rows, in memory: what a row adds to which cells of which rollups. The applier
 * turns old and new facts into differences with it, and the reference answers queries with it. Predicates are
 * compiled to closures once.
 */
import { startOfDay, startOfHour } from '@/lib/core/zone'
import type { Instant } from '@/lib/facts/event'
import type { TicketFacts } from '@/lib/facts/shapes'
import { SKETCH_BINS, sketchBin } from '@/lib/stats/sketch'
import { CUBES, type Cube } from './cubes'
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
  /** one cell for each cube; the row adds n = 1 and `values` to every one of them */
  readonly cells: readonly Cell[]
  /** increments in the order of `rolledUp(family)` */
  readonly values: readonly number[]
  /** sketch measures that count the row, and the bin it falls into, in cubes that keep sketches */
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

/** What one cell gains and loses. `logs` holds, by sketch of the family, a bin for each value (~bin = taken away). */
interface CellChange {
  n: number
  readonly values: number[]
  readonly logs: (number[] | undefined)[]
}

/** By bucket, then by dimension values (both joined by NUL where a cube has two). */
type CubeChanges = Map<Instant, Map<string, CellChange>>

interface FamilyChanges {
  readonly family: Family
  readonly measures: Compiled
  /** in the order of CUBES */
  readonly cubes: readonly CubeChanges[]
  /** the fields of each cube's dimensions */
  readonly fields: readonly (readonly string[])[]
}

function fieldOf(family: Family, dimension: Dimension): string {
  return dimension === 'team' ? family.team : dimension === 'agent' ? family.agent : dimension
}

const textAt = (row: Row, field: string): string => {
  const value = row[field]
  return typeof value === 'string' ? value : ''
}

const SKETCHED: ReadonlySet<string> = new Set(CUBES.filter((cube) => cube.sketched).map((cube) => cube.id))

const CUBES_IN_ORDER = CUBES.map((cube, index) => ({ cube, index })).sort((a, b) =>
  compareText(a.cube.id, b.cube.id),
)

/**
 * Collects what facts add and take away, cell by cell: `add(new, 1)`, `add(old, -1)`. The same sums as
 * `contributions` gives, without an object for each cell of each row: the applier spends most of its time here.
 */
export class RollupDeltas {
  private readonly families = new Map<string, FamilyChanges>()
  // The present row's increments that are not zero, and its bins: one pair of lists for all rows.
  private readonly places: number[] = []
  private readonly amounts: number[] = []
  private readonly sketchPlaces: number[] = []
  private readonly sketchBins: number[] = []

  constructor(private readonly zone: string) {}

  /** Adds (1) or takes away (−1) everything the facts of one unit contribute. */
  add(facts: TicketFacts, sign: 1 | -1): void {
    for (const { family, row } of familyRows(facts)) this.addRow(family, row, sign)
  }

  /** The same for one row of one family. */
  addRow(family: Family, row: Row, sign: 1 | -1): void {
    const at = anchorOf(family, row)
    if (at === null) return
    const changes = this.changesOf(family)
    this.measure(changes.measures, row)
    const hour = startOfHour(at, this.zone)
    const day = startOfDay(at, this.zone)
    for (let c = 0; c < CUBES.length; c++) {
      const fields = changes.fields[c] as readonly string[]
      const first = fields[0]
      const second = fields[1]
      let key = first === undefined ? '' : textAt(row, first)
      if (second !== undefined) key = `${key}\u0000${textAt(row, second)}`
      this.addTo(changes, c, (CUBES[c] as Cube).bucket === 'hour' ? hour : day, key, sign)
    }
  }

  private measure(measures: Compiled, row: Row): void {
    const { places, amounts, sketchPlaces, sketchBins } = this
    places.length = 0
    amounts.length = 0
    sketchPlaces.length = 0
    sketchBins.length = 0
    for (let i = 0; i < measures.rolledUp.length; i++) {
      const { measure, test } = measures.rolledUp[i] as Compiled['rolledUp'][number]
      if (!test(row, NEVER)) continue
      const value = measureValue(measure, row)
      if (value === 0) continue
      places.push(i)
      amounts.push(value)
    }
    for (let i = 0; i < measures.sketches.length; i++) {
      const { measure, test } = measures.sketches[i] as Compiled['sketches'][number]
      const value = measure.column === undefined ? null : row[measure.column]
      if (typeof value !== 'number' || !test(row, NEVER)) continue
      sketchPlaces.push(i)
      sketchBins.push(sketchBin(value))
    }
  }

  private addTo(changes: FamilyChanges, index: number, bucket: Instant, key: string, sign: 1 | -1): void {
    const cube = changes.cubes[index] as CubeChanges
    let cells = cube.get(bucket)
    if (cells === undefined) {
      cells = new Map()
      cube.set(bucket, cells)
    }
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { n: 0, values: changes.measures.rolledUp.map(() => 0), logs: [] }
      cells.set(key, cell)
    }
    cell.n += sign
    const { places, amounts, sketchPlaces, sketchBins } = this
    const { values, logs } = cell
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number
      values[place] = (values[place] as number) + sign * (amounts[i] as number)
    }
    if (!(CUBES[index] as Cube).sketched) return
    for (let i = 0; i < sketchPlaces.length; i++) {
      const place = sketchPlaces[i] as number
      const bin = sketchBins[i] as number
      const entry = sign === 1 ? bin : ~bin
      const log = logs[place]
      if (log === undefined) logs[place] = [entry]
      else log.push(entry)
    }
  }

  private changesOf(family: Family): FamilyChanges {
    let changes = this.families.get(family.id)
    if (changes === undefined) {
      changes = {
        family,
        measures: compiled.get(family.id) ?? { rolledUp: [], sketches: [] },
        cubes: CUBES.map(() => new Map()),
        fields: CUBES.map((cube) => cube.dimensions.map((dimension) => fieldOf(family, dimension))),
      }
      this.families.set(family.id, changes)
    }
    return changes
  }

  /** The cells of a family that changed, in the fixed order of (cube, bucket, k1, k2). */
  rollup(family: Family): RollupDelta[] {
    const deltas: RollupDelta[] = []
    const changes = this.families.get(family.id)
    if (changes === undefined) return deltas
    eachCell(changes, (cube, bucket, k1, k2, { n, values }) => {
      if (n !== 0 || values.some((v) => v !== 0)) deltas.push({ cube, bucket, k1, k2, n, values })
    })
    return deltas
  }

  /** The sketch rows that changed, in the fixed order of (measure, cube, bucket, k1, k2). */
  sketches(): SketchDelta[] {
    const byMeasure = new Map<string, SketchDelta[]>()
    for (const changes of this.families.values()) {
      const { sketches: measures } = changes.measures
      if (measures.length === 0) continue
      eachCell(changes, (cube, bucket, k1, k2, { logs }) => {
        if (!SKETCHED.has(cube)) return
        for (let i = 0; i < logs.length; i++) {
          const log = logs[i]
          if (log === undefined) continue
          const bins = new Array<number>(SKETCH_BINS).fill(0)
          for (const entry of log) {
            if (entry >= 0) bins[entry] = (bins[entry] as number) + 1
            else bins[~entry] = (bins[~entry] as number) - 1
          }
          if (!bins.some((v) => v !== 0)) continue
          const measure = measures[i]?.measure.id ?? ''
          let list = byMeasure.get(measure)
          if (list === undefined) {
            list = []
            byMeasure.set(measure, list)
          }
          list.push({ cube, bucket, k1, k2, measure, bins })
        }
      })
    }
    return [...byMeasure].sort(([a], [b]) => compareText(a, b)).flatMap(([, list]) => list)
  }
}

type CellVisitor = (cube: string, bucket: Instant, k1: string, k2: string, cell: CellChange) => void

/** Visits cells in the order of (cube, bucket, k1, k2). */
function eachCell(changes: FamilyChanges, visit: CellVisitor): void {
  for (const { cube, index } of CUBES_IN_ORDER) {
    const buckets = changes.cubes[index] as CubeChanges
    for (const bucket of [...buckets.keys()].sort((a, b) => a - b)) {
      const cells = buckets.get(bucket) as Map<string, CellChange>
      const keys = cells.size === 1 ? [...cells.keys()] : [...cells.keys()].sort(compareText)
      for (const key of keys) {
        const cell = cells.get(key) as CellChange
        const cut = cube.dimensions.length < 2 ? -1 : key.indexOf('\u0000')
        if (cut < 0) visit(cube.id, bucket, key, '', cell)
        else visit(cube.id, bucket, key.slice(0, cut), key.slice(cut + 1), cell)
      }
    }
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
