/**
 * A mapping against a file's header: what it needs to know about the file's rows beforehand, and the pure
 * function from one row to its events.
 */
import { invalid } from '@/lib/core/errors'
import { columnsOf, compileTime, compileValue } from './compile-value'
import { compileWhen, watchedBy } from './compile-when'
import type { EventSpec, Mapping, When } from './mapping-schema'
import type { RowPlace, SourceRow } from './row'
import { CellError, dig, type NameSpace, readerOf, type Scope, textOf } from './row-scope'
import { type Cell, cellText, compileTemplate, namesOf } from './template'

/** An event as it goes to the door: CloudEvents 1.0 JSON. */
export type WireEvent = Readonly<Record<string, unknown>>

/** What became of a row. `columns` tells for an event which columns a path of it was made of. */
export type RowOutcome =
  | {
      readonly kind: 'events'
      readonly events: readonly WireEvent[]
      readonly columns: readonly FieldColumns[]
    }
  | { readonly kind: 'skip'; readonly reason: string }
  | {
      readonly kind: 'reject'
      readonly column: string | null
      readonly code: string
      readonly reason: string
    }

/** Columns by event path (`time`, `data.score`). */
export type FieldColumns = ReadonlyMap<string, readonly string[]>

/** What a first pass over the file must note of a row. */
export interface RowNotes {
  readonly group: { key: string; order: number | null } | null
  readonly thread: {
    id: string
    parent: string
    order: number | null
    answer: boolean
    rootCells: ReadonlyMap<string, string>
  } | null
}

export interface CompiledMapping {
  /** true: the whole file must be looked through once before rows can be mapped */
  readonly needsIndex: boolean
  /** what the first pass notes; null where the row's key cannot be read (the second pass reports it) */
  note(row: SourceRow): RowNotes | null
  /** the cells later rows of the group will be compared with */
  watch(row: SourceRow): ReadonlyMap<string, string>
  readonly watches: boolean
  map(row: SourceRow, place: RowPlace): RowOutcome
}

const NOWHERE: RowPlace = { group: null, thread: null }

/**
 * Compiles a mapping for a header (null for JSON rows) and a source. `zone` replaces the mapping's own.
 * Throws AppError `invalid` where the mapping reads what the file does not have.
 */
export function compileMapping(
  mapping: Mapping,
  header: readonly string[] | null,
  source: string,
  zone?: string,
): CompiledMapping {
  if (mapping.events === 'unified') return passThrough(source)
  try {
    return new Compiler(mapping, mapping.events, header, source, zone ?? mapping.zone ?? 'UTC').compile()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw invalid(`The mapping ${mapping.name} does not fit this file: ${error.message}.`)
  }
}

class Compiler {
  private readonly space: NameSpace
  constructor(
    private readonly mapping: Mapping,
    private readonly specs: readonly EventSpec[],
    header: readonly string[] | null,
    private readonly source: string,
    private readonly zone: string,
  ) {
    this.space = { header, mapping, items: [] }
  }

  compile(): CompiledMapping {
    const prepare = this.preparation()
    const skips = (this.mapping.skip ?? []).map((one) => ({
      holds: compileWhen(one.when, this.space),
      reason: one.reason,
    }))
    const events = this.specs.map((spec, i) => this.event(spec, i))
    const watched = this.watched()
    const scopeOf = (row: SourceRow, place: RowPlace) => newScope(row, place, this.source)
    return {
      needsIndex: this.mapping.group !== undefined || this.mapping.thread !== undefined,
      note: this.noter(),
      watches: watched.length > 0,
      watch: (row) => {
        const scope = scopeOf(row, NOWHERE)
        return new Map(watched.map(([name, reader]) => [name, textOf(reader, scope)]))
      },
      map: (row, place) => {
        const scope = scopeOf(row, place)
        try {
          prepare(scope)
          const skip = skips.find((one) => one.holds(scope))
          if (skip) return { kind: 'skip', reason: skip.reason }
          const made: WireEvent[] = []
          const columns: FieldColumns[] = []
          for (const event of events)
            event.emit(scope, (one) => {
              made.push(one)
              columns.push(event.columns)
            })
          return { kind: 'events', events: made, columns }
        } catch (error) {
          if (error instanceof CellError) {
            return { kind: 'reject', column: error.column, code: error.code, reason: error.message }
          }
          throw error
        }
      },
    }
  }

  /** Named values and times; a time may use values and a value's condition may use times, so both in file order. */
  private preparation(): (scope: Scope) => void {
    const items = this.specs.flatMap((spec) => (spec.each ?? []).map((one) => one.as))
    const times = Object.entries(this.mapping.times ?? {})
      .filter(([name]) => !timeColumns(this.mapping, name).some((column) => isOfItem(column, items)))
      .map(([name, spec]) => [name, compileTime(spec, this.zone, this.space)] as const)
    const values = Object.entries(this.mapping.values ?? {}).map(
      ([name, value]) => [name, compileValue(value, this.space)] as const,
    )
    const timesUseValues = Object.values(this.mapping.times ?? {}).some(
      (spec) => 'from' in spec && namesOf(spec.from).some((name) => name.startsWith('$')),
    )
    const setTimes = (scope: Scope) => {
      for (const [name, time] of times) scope.times.set(name, time(scope))
    }
    return (scope) => {
      if (!timesUseValues) setTimes(scope)
      for (const [name, value] of values) scope.values.set(name, value(scope))
      if (timesUseValues) setTimes(scope)
    }
  }

  private watched() {
    const whens: (When | undefined)[] = [
      ...this.specs.map((spec) => spec.when),
      ...(this.mapping.skip ?? []).map((one) => one.when),
    ]
    const names = new Set(whens.flatMap(watchedBy))
    return [...names].map((name) => [name, readerOf(name, this.space)] as const)
  }

  private noter(): CompiledMapping['note'] {
    const { group, thread } = this.mapping
    const key = group && compileTemplate<Scope>(group.by, (name) => readerOf(name, this.space))
    const id = thread && compileTemplate<Scope>(thread.id, (name) => readerOf(name, this.space))
    const parent = thread && compileTemplate<Scope>(thread.parent, (name) => readerOf(name, this.space))
    const answer = compileWhen(thread?.answer, this.space)
    const rootCells = this.rootColumns().map((name) => [name, readerOf(name, this.space)] as const)
    const timeOf = (name: string | undefined) => {
      const spec = name === undefined ? undefined : this.mapping.times?.[name]
      return spec === undefined ? null : compileTime(spec, this.zone, this.space)
    }
    const groupOrder = timeOf(group?.order)
    const threadOrder = timeOf(thread?.order)
    return (row) => {
      const scope = newScope(row, NOWHERE, this.source)
      const at = (time: ReturnType<typeof timeOf>) => {
        try {
          return time === null ? null : time(scope)
        } catch (error) {
          if (error instanceof CellError) return null
          throw error
        }
      }
      const groupKey = key?.(scope) ?? null
      const threadId = id?.(scope) ?? null
      if ((key && groupKey === null) || (id && threadId === null)) return null
      const parentId = cellText(parent?.(scope))
      return {
        group: groupKey === null ? null : { key: String(groupKey), order: at(groupOrder) },
        thread:
          threadId === null
            ? null
            : {
                id: String(threadId),
                parent: parentId,
                order: at(threadOrder),
                answer: answer(scope),
                rootCells: new Map(rootCells.map(([name, reader]) => [name, textOf(reader, scope)])),
              },
      }
    }
  }

  private rootColumns(): string[] {
    const names = new Set<string>()
    // Any text of the mapping may name a root's column; a name too many costs a few bytes a thread.
    for (const match of JSON.stringify(this.mapping).matchAll(/@thread\.root\.([^"{}|:\\]+)/g)) {
      if (match[1] !== undefined) names.add(match[1])
    }
    return [...names]
  }

  private event(spec: EventSpec, index: number) {
    const items = (spec.each ?? []).map((one) => one.as)
    const space: NameSpace = { ...this.space, items }
    const template = (text: string) => compileTemplate<Scope>(text, (name) => readerOf(name, space))
    const subjectText = spec.subject === undefined ? this.mapping.subject : (spec.subject ?? undefined)
    const subject = subjectText === undefined ? null : template(subjectText)
    const needed = { id: template(spec.id), type: template(spec.type), subject }
    const holds = compileWhen(spec.when, space)
    const timeSpec = this.mapping.times?.[spec.time]
    if (timeSpec === undefined) throw new Error(`events[${index}] has no time "${spec.time}"`)
    // Inside `each` a time may depend on the item, so it is worked out again there.
    const ownTime = items.length > 0 ? this.timeWithin(spec.time, space) : null
    const data = Object.entries(spec.data ?? {}).map(
      ([field, value]) => [field, compileValue(value, space)] as const,
    )
    const columns: FieldColumns = new Map<string, readonly string[]>([
      ['id', namesOf(spec.id)],
      ['type', namesOf(spec.type)],
      ['subject', subjectText === undefined ? [] : namesOf(subjectText)],
      ['time', timeColumns(this.mapping, spec.time)],
      ...Object.entries(spec.data ?? {}).map(
        ([field, value]) => [`data.${field}`, columnsOf(value)] as const,
      ),
    ])
    const one = (scope: Scope): WireEvent | null => {
      if (!holds(scope)) return null
      const at = ownTime ? ownTime(scope) : (scope.times.get(spec.time) ?? null)
      const required = (field: 'id' | 'type' | 'subject') => {
        const made = needed[field]?.(scope)
        if (made === null || made === undefined) {
          throw new CellError(
            columns.get(field)?.join(', ') ?? null,
            'empty_cell',
            `is empty, and ${field} of ${spec.type} is made of it`,
          )
        }
        return String(made)
      }
      if (at === null) {
        throw new CellError(
          columns.get('time')?.join(', ') ?? null,
          'no_time',
          `is empty, and the time of ${spec.type} is made of it`,
        )
      }
      const fields: Record<string, unknown> = {}
      for (const [field, produce] of data) {
        const made = produce(scope)
        if (made !== undefined) fields[field] = made
      }
      return {
        specversion: '1.0',
        id: required('id'),
        source: this.source,
        type: required('type'),
        time: isoText(at, columns.get('time')?.join(', ') ?? null),
        ...(subject === null ? {} : { subject: required('subject') }),
        data: fields,
      }
    }
    const emit = (scope: Scope, push: (event: WireEvent) => void) => {
      const add = (at: Scope) => {
        const made = one(at)
        if (made !== null) push(made)
      }
      if (!spec.each) add(scope)
      else for (const inner of expand(scope, spec.each)) add(inner)
    }
    return { emit, columns }
  }

  private timeWithin(name: string, space: NameSpace): (scope: Scope) => number | null {
    const spec = this.mapping.times?.[name]
    if (spec === undefined) throw new Error(`no time is called "${name}"`)
    const chain = 'after' in spec ? this.timeWithin(spec.after, space) : null
    const time = compileTime(spec, this.zone, space)
    return (scope) => {
      if (chain && 'after' in spec) scope.times.set(spec.after, chain(scope))
      return time(scope)
    }
  }
}

/** The columns a named time is made of, those of the times it follows included. */
function timeColumns(mapping: Mapping, name: string): string[] {
  const spec = mapping.times?.[name]
  if (!spec) return []
  const own = 'from' in spec ? namesOf(spec.from) : []
  const added = (spec.add ?? []).flatMap((one) => (typeof one.from === 'string' ? namesOf(one.from) : []))
  return [...('after' in spec ? timeColumns(mapping, spec.after) : []), ...own, ...added]
}

/** Whether a name is read from an item of a list, or counts such items. */
function isOfItem(name: string, items: readonly string[]): boolean {
  if (items.length === 0) return false
  return name === '#' || items.includes(name.replace(/^#/, '').split('.')[0] ?? '')
}

function isoText(at: number, column: string | null): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) throw new CellError(column, 'bad_time', 'gives a time no calendar has')
  return date.toISOString()
}

function newScope(row: SourceRow, place: RowPlace, source: string): Scope {
  return { row, place, source, values: new Map(), times: new Map(), items: new Map(), indexes: new Map() }
}

/** One scope for each item of the (nested) lists, with a running number over all of them. */
function* expand(scope: Scope, lists: NonNullable<EventSpec['each']>): Generator<Scope> {
  let running = 0
  function* level(
    depth: number,
    items: ReadonlyMap<string, Cell>,
    indexes: ReadonlyMap<string, number>,
  ): Generator<Scope> {
    const spec = lists[depth]
    if (!spec) {
      running += 1
      yield { ...scope, times: new Map(scope.times), items, indexes: new Map([...indexes, ['', running]]) }
      return
    }
    const [head = '', ...rest] = spec.list.split('.')
    const list = items.has(head) ? dig(items.get(head), rest) : dig(scope.row.cells, [head, ...rest])
    if (list === undefined || list === null) return
    if (!Array.isArray(list)) throw new CellError(spec.list, 'not_a_list', 'is not a list')
    let index = 0
    for (const item of list) {
      index += 1
      yield* level(depth + 1, new Map([...items, [spec.as, item]]), new Map([...indexes, [spec.as, index]]))
    }
  }
  yield* level(0, new Map(), new Map())
}

/** Lines that already are events: an absent `source` or `specversion` is filled in, all else stays. */
function passThrough(source: string): CompiledMapping {
  return {
    needsIndex: false,
    watches: false,
    note: () => null,
    watch: () => new Map(),
    map: (row) => ({
      kind: 'events',
      events: [{ specversion: '1.0', source, ...(row.cells as Readonly<Record<string, unknown>>) }],
      columns: [new Map()],
    }),
  }
}
