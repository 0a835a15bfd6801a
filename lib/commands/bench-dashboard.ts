/** The twelve tiles, asked three ways: through our door, as raw SQL in the same Postgres, and in DuckDB. */
import { availableParallelism } from 'node:os'
import type { BenchDatabase } from '@/lib/db/bench-database'
import { DuckCopy } from '@/lib/db/bench-duck'
import { benchTiles, type Dialect, type Tile } from '@/lib/db/bench-tiles'
import type { QueryResult, QueryRow } from '@/lib/metrics/types'
import { systemContext } from '@/lib/services/context'
import { runQuery } from '@/lib/services/run-query'

/** Milliseconds of one tile, warm: the quickest of the runs. */
interface TileTimes {
  readonly tile: string
  readonly oursMs: number
  readonly rawMs: number
  readonly duckdbMs: number | null
  readonly source: string
}

/** How far figures lie apart. `exact`: counts, means, shares (largest difference relative to the figure). */
interface Agreement {
  readonly figures: number
  readonly exactWorst: number
  readonly sketched: number
  readonly sketchMedian: number
  readonly sketchP95: number
}

export interface DashboardResult {
  readonly oursMs: number
  readonly rawMs: number
  readonly duckdbMs: number | null
  readonly rawOverOurs: number
  readonly duckdbOverOurs: number | null
  readonly againstRaw: Agreement
  readonly againstDuckdb: Agreement | null
  readonly tiles: readonly TileTimes[]
}

type Figures = Map<string, Map<string, number | null>>

function put(figures: Figures, key: string, id: string, value: unknown): void {
  const row = figures.get(key) ?? new Map<string, number | null>()
  figures.set(key, row)
  row.set(id, value === null || value === undefined ? null : Number(value))
}

const GROUPS = ['channel', 'team', 'agent', 'issueType', 'product'] as const

function keyOf(row: Readonly<Record<string, unknown>>, period: string): string {
  const time = typeof row.time === 'string' ? row.time.slice(0, 19) : ''
  return [period, time, ...GROUPS.map((group) => String(row[group] ?? ''))].join('|')
}

function ourFigures(tile: Tile, result: QueryResult): Figures {
  const figures: Figures = new Map()
  const take = (rows: readonly QueryRow[], period: string): void => {
    for (const row of rows) for (const { id } of tile.figures) put(figures, keyOf(row, period), id, row[id])
  }
  const compared = result.comparison !== null
  take(result.rows, compared ? 'now' : '')
  if (result.comparison !== null) take(result.comparison.rows, 'before')
  return figures
}

function rawFigures(tile: Tile, rows: readonly Readonly<Record<string, unknown>>[]): Figures {
  const figures: Figures = new Map()
  for (const row of rows) {
    for (const { id } of tile.figures) {
      if (id in row) put(figures, keyOf(row, String(row.period ?? '')), id, row[id])
    }
  }
  return figures
}

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}

/** Compares figure by figure; a row or figure that only one side has counts as an infinite difference. */
function agreementOf(pairs: readonly { tile: Tile; ours: Figures; theirs: Figures }[]): Agreement {
  const exact: number[] = []
  const sketched: number[] = []
  for (const { tile, ours, theirs } of pairs) {
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
      for (const figure of tile.figures) {
        const a = ours.get(key)?.get(figure.id) ?? null
        const b = theirs.get(key)?.get(figure.id) ?? null
        const list = figure.sketched === true ? sketched : exact
        // a count of nothing is a missing row in SQL and a zero or no row in ours
        if ((a === null || a === 0) && (b === null || b === 0)) continue
        list.push(
          a === null || b === null ? Number.POSITIVE_INFINITY : Math.abs(a - b) / Math.max(1e-9, Math.abs(b)),
        )
      }
    }
  }
  return {
    figures: exact.length + sketched.length,
    exactWorst: exact.reduce((worst, difference) => Math.max(worst, difference), 0),
    sketched: sketched.length,
    sketchMedian: quantile(sketched, 0.5),
    sketchP95: quantile(sketched, 0.95),
  }
}

interface Engine {
  readonly name: Dialect
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

interface Timed<T> {
  readonly answer: T
  readonly ms: number
}

/** The quickest of the runs after one that warms up: what else the machine does is in the others. */
async function timed<T>(runs: number, work: () => Promise<T>): Promise<Timed<T>> {
  let answer = await work()
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now()
    answer = await work()
    times.push(performance.now() - began)
  }
  return { answer, ms: Math.min(...times) }
}

async function askAll(engine: Engine, tile: Tile): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = []
  for (const sql of tile.raw(engine.name)) rows.push(...(await engine.ask(sql)))
  return rows
}

const round = (ms: number): number => Math.round(ms * 10) / 10
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Asks every tile through all doors. DATABASE_URL must point at `database`. `end`: local midnight with offset. */
export async function benchDashboard(
  database: BenchDatabase,
  end: string,
  tell: (line: string) => void,
): Promise<DashboardResult> {
  const tiles = benchTiles(end)
  const ctx = systemContext('bench', Date.parse(end))
  const ours = new Map<Tile, Timed<QueryResult>>()
  for (const tile of tiles) {
    const body = { ...tile.query, period: { from: tile.from, to: tile.to } }
    ours.set(tile, await timed(15, () => runQuery(ctx, body)))
  }
  tell(`12 tiles through our door: ${round(sum([...ours.values()].map(({ ms }) => ms)))} ms`)

  const postgres: Engine = { name: 'postgres', ask: (sql) => database.query(sql) }
  const raw = new Map<Tile, Timed<Readonly<Record<string, unknown>>[]>>()
  for (const tile of tiles) raw.set(tile, await timed(3, () => askAll(postgres, tile)))
  tell(`the same by raw SQL: ${round(sum([...raw.values()].map(({ ms }) => ms)))} ms`)

  const duck = await DuckCopy.open(Math.min(2, availableParallelism()))
  const columnar = new Map<Tile, Timed<Readonly<Record<string, unknown>>[]>>()
  if (duck === null) tell('DuckDB is not installed (a development package): left out')
  else {
    await duck.copy(database, (share) => tell(`DuckDB gets the rows … ${Math.round(share * 100)} %`))
    const engine: Engine = { name: 'duckdb', ask: (sql) => duck.query(sql) }
    for (const tile of tiles) columnar.set(tile, await timed(5, () => askAll(engine, tile)))
    duck.close()
    tell(`the same by DuckDB: ${round(sum([...columnar.values()].map(({ ms }) => ms)))} ms`)
  }

  const agreement = (
    theirs: ReadonlyMap<Tile, Timed<readonly Readonly<Record<string, unknown>>[]>>,
  ): Agreement =>
    agreementOf(
      tiles.flatMap((tile) => {
        const a = ours.get(tile)
        const b = theirs.get(tile)
        return a === undefined || b === undefined
          ? []
          : [{ tile, ours: ourFigures(tile, a.answer), theirs: rawFigures(tile, b.answer) }]
      }),
    )
  const total = (times: ReadonlyMap<Tile, Timed<unknown>>): number =>
    sum([...times.values()].map(({ ms }) => ms))
  const oursMs = total(ours)
  const rawMs = total(raw)
  const duckdbMs = duck === null ? null : total(columnar)
  return {
    oursMs: round(oursMs),
    rawMs: round(rawMs),
    duckdbMs: duckdbMs === null ? null : round(duckdbMs),
    rawOverOurs: round(rawMs / oursMs),
    duckdbOverOurs: duckdbMs === null ? null : round(duckdbMs / oursMs),
    againstRaw: agreement(raw),
    againstDuckdb: duck === null ? null : agreement(columnar),
    tiles: tiles.map((tile) => {
      const theirs = columnar.get(tile)
      return {
        tile: tile.id,
        oursMs: round(ours.get(tile)?.ms ?? 0),
        rawMs: round(raw.get(tile)?.ms ?? 0),
        duckdbMs: theirs === undefined ? null : round(theirs.ms),
        source: ours.get(tile)?.answer.meta.source ?? '',
      }
    }),
  }
}
