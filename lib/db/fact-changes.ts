/**
 * The difference between the facts that stand and the facts that were folded: rows to write, rows to remove,
 * and what the rollups gain and lose. Collected over many units, written by lib/db/apply.ts.
 */
import type { ComplaintFact, FactName, TicketFact, TicketFacts } from '@/lib/facts/shapes'
import { FAMILIES } from '@/lib/metrics/families'
import type { RollupDeltas, Row } from '@/lib/metrics/interpret'
import type { Family } from '@/lib/metrics/types'
import { type Column, FACT_NAMES, FACT_TABLES, type Table } from './columns'
import { type FactRecord, sameRow } from './fact-store'

const FAMILIES_OF: Readonly<Record<FactName, readonly Family[]>> = Object.fromEntries(
  FACT_NAMES.map((name) => [name, FAMILIES.filter((family) => family.fact === name)]),
) as unknown as Record<FactName, readonly Family[]>

interface FactKey {
  readonly ticketId: string
  readonly no: number
}

/** Rows of one kind, in the order of `no`. */
export function rowsOf(facts: TicketFacts | null, name: FactName): readonly FactRecord[] {
  if (facts === null) return []
  const found = facts[name]
  if (found === null) return []
  return (Array.isArray(found) ? found : [found]) as unknown as readonly FactRecord[]
}

/** Adds or takes away what one fact row contributes to every family it is in. */
export function addFact(deltas: RollupDeltas, name: FactName, row: FactRecord, sign: 1 | -1): void {
  for (const family of FAMILIES_OF[name]) deltas.addRow(family, row as Row, sign)
}

export class FactChanges {
  readonly written = lists<FactRecord>()
  readonly removed = lists<FactKey>()
  /** tickets whose resolution, opening, customer or issue type is new or has changed: as they were and as they are */
  readonly visits: { readonly before: TicketFact | null; readonly after: TicketFact | null }[] = []
  /** the same of complaints */
  readonly complaints: { readonly before: ComplaintFact | null; readonly after: ComplaintFact | null }[] = []

  constructor(private readonly deltas: RollupDeltas) {}

  /**
   * Takes over one unit. What the second stage decides (`fcrRepeat`, `counted`) stays as it stands until that
   * stage has looked. Throws, before anything is taken over, where a row does not fit its table.
   */
  take(before: TicketFacts | null, after: TicketFacts): void {
    for (const name of FACT_NAMES) for (const row of rowsOf(after, name)) checkRow(FACT_TABLES[name], row)
    if (before?.ticket && after.ticket) after.ticket.fcrRepeat = before.ticket.fcrRepeat
    for (const complaint of after.complaint) {
      const stood = before?.complaint.find(({ no }) => no === complaint.no)
      complaint.counted = complaint.customer === null ? true : (stood?.counted ?? true)
    }
    for (const name of FACT_NAMES) this.compare(name, rowsOf(before, name), rowsOf(after, name))
    this.visit(before?.ticket ?? null, after.ticket)
    this.file(before?.complaint ?? [], after.complaint)
  }

  private compare(name: FactName, before: readonly FactRecord[], after: readonly FactRecord[]): void {
    const table = FACT_TABLES[name]
    const stood = new Map(before.map((row) => [row.no, row]))
    for (const row of after) {
      const old = stood.get(row.no)
      if (old !== undefined) {
        stood.delete(row.no)
        if (sameRow(table, old, row)) continue
        addFact(this.deltas, name, old, -1)
      }
      addFact(this.deltas, name, row, 1)
      this.written[name].push(row)
    }
    for (const old of stood.values()) {
      addFact(this.deltas, name, old, -1)
      this.removed[name].push({ ticketId: old.ticketId as string, no: old.no as number })
    }
  }

  private visit(before: TicketFact | null, after: TicketFact | null): void {
    if (before !== null && after !== null && VISIT.every((field) => before[field] === after[field])) return
    if (before !== null || after !== null) this.visits.push({ before, after })
  }

  private file(before: readonly ComplaintFact[], after: readonly ComplaintFact[]): void {
    const stood = new Map(before.map((row) => [row.no, row]))
    for (const row of after) {
      const old = stood.get(row.no) ?? null
      stood.delete(row.no)
      if (old === null || FILING.some((field) => old[field] !== row[field])) {
        this.complaints.push({ before: old, after: row })
      }
    }
    for (const old of stood.values()) this.complaints.push({ before: old, after: null })
  }
}

const VISIT = ['source', 'customer', 'openedAt', 'resolvedAt', 'issueType'] as const
const FILING = ['source', 'customer', 'filedAt', 'category', 'issueType'] as const

function lists<T>(): Record<FactName, T[]> {
  return Object.fromEntries(FACT_NAMES.map((name) => [name, [] as T[]])) as Record<FactName, T[]>
}

const INT_LIMIT = 2 ** 31
/** Postgres holds instants of any age we meet; beyond this they are no dates of JavaScript. */
const INSTANT_LIMIT = 8.64e15

/** Throws where a value does not fit its column: found here it concerns one unit, in the database the whole batch. */
export function checkRow(table: Table, row: FactRecord): void {
  for (const column of table.columns) {
    const value = row[column.field] ?? null
    if (value === null ? !column.nullable : !fits(column, value)) {
      throw new RangeError(
        `${table.name}.${column.name} cannot hold ${value === null ? 'nothing' : typeof value}`,
      )
    }
  }
}

function fits(column: Column, value: unknown): boolean {
  switch (column.type) {
    case 'uuid':
    case 'text':
      return typeof value === 'string' && !value.includes('\u0000')
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) < INT_LIMIT
    case 'bigint':
      return Number.isSafeInteger(value)
    case 'bool':
      return typeof value === 'boolean'
    case 'instant':
      return Number.isInteger(value) && Math.abs(value as number) <= INSTANT_LIMIT
    case 'texts':
      return (
        Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('\u0000'))
      )
    case 'instants':
      return Array.isArray(value) && value.every((item) => Number.isInteger(item))
  }
}
