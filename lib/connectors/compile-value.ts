/** Values and times of a mapping, compiled. */

import { compileWhen } from './compile-when'
import type { Scalar, TimeSpec, Value } from './mapping-schema'
import { CellError, type NameSpace, readerOf, type Scope } from './row-scope'
import { cellText, compileTemplate, namesOf } from './template'
import { parseTime } from './time-format'

/** undefined = leave the field out; null = clear it. */
export type Produced = string | number | boolean | null | readonly string[] | undefined
export type Producer = (scope: Scope) => Produced

/** The columns a value is made of, for row reports. */
export function columnsOf(value: Value | undefined): string[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') return namesOf(value)
  if (typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap(namesOf)
  if ('from' in value) return namesOf(value.from)
  if ('cases' in value) {
    return [
      ...value.cases.flatMap((c) => [...Object.keys(c.when), ...columnsOf(c.value)]),
      ...columnsOf(value.else),
    ]
  }
  return []
}

/** A value of a row. Throws Error for names that cannot exist; the producer throws CellError for wrong cells. */
export function compileValue(value: Value, space: NameSpace): Producer {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return () => value
  const read = (template: string) => compileTemplate<Scope>(template, (name) => readerOf(name, space))
  if (typeof value === 'string') {
    const template = read(value)
    return (scope) => template(scope) ?? undefined
  }
  if (Array.isArray(value)) {
    const templates = value.map(read)
    return (scope) => {
      const list = templates.map((template) => template(scope)).filter((one) => one !== null)
      return list.length > 0 ? list.map(String) : undefined
    }
  }
  if ('cases' in value) {
    const cases = value.cases.map((one) => ({
      holds: compileWhen(one.when, space),
      produce: compileValue(one.value, space),
    }))
    const otherwise = value.else === undefined ? () => undefined : compileValue(value.else, space)
    return (scope) => (cases.find((one) => one.holds(scope))?.produce ?? otherwise)(scope)
  }
  if (!('from' in value)) throw new Error('a value needs "from" or "cases"')
  const template = read(value.from)
  const column = namesOf(value.from).join(', ')
  return (scope) => {
    const raw = template(scope)
    if (raw === null) return value.clear ? null : undefined
    let text: string | number | boolean = value.lower ? String(raw).toLowerCase() : raw
    if (value.map) {
      const mapped = mapText(String(text), value.map, value.else, column)
      if (mapped === null) return value.clear ? null : undefined
      text = mapped
    }
    if (value.split !== undefined) {
      const list = String(text)
        .split(value.split)
        .map((one) => one.trim())
      return list.filter((one) => one !== '')
    }
    return value.number === undefined ? text : toNumber(text, value.number, column)
  }
}

function mapText(
  text: string,
  map: Readonly<Record<string, Scalar>>,
  otherwise: Scalar | undefined,
  column: string,
): Scalar {
  const found = Object.hasOwn(map, text) ? map[text] : undefined
  if (found !== undefined) return found
  if (otherwise !== undefined) return otherwise
  throw new CellError(
    column,
    'unknown_value',
    `"${text.slice(0, 60)}" is not one of ${Object.keys(map).slice(0, 12).join(', ')}; add it to the map or give the map an "else"`,
  )
}

type NumberRule =
  | true
  | {
      times?: number | undefined
      add?: number | undefined
      round?: number | undefined
      min?: number | undefined
      max?: number | undefined
    }

function toNumber(raw: string | number | boolean, rule: NumberRule, column: string): number {
  let value = readNumber(raw, column)
  if (rule === true) return value
  value = value * (rule.times ?? 1) + (rule.add ?? 0)
  if (rule.round !== undefined) value = Math.round(value / rule.round) * rule.round
  return Math.min(rule.max ?? Number.POSITIVE_INFINITY, Math.max(rule.min ?? Number.NEGATIVE_INFINITY, value))
}

function readNumber(raw: string | number | boolean, column: string): number {
  if (typeof raw === 'number') return raw
  const text = String(raw)
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    throw new CellError(column, 'bad_number', `"${text.slice(0, 60)}" is not a number`)
  }
  return Number(text)
}

const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A time of a row: epoch milliseconds, or null where a cell it needs is empty. Throws CellError for a wrong cell. */
export function compileTime(spec: TimeSpec, zone: string, space: NameSpace): (scope: Scope) => number | null {
  const adds = (spec.add ?? []).map((one) => {
    const factor = UNITS[one.unit] * (one.times ?? 1)
    if (typeof one.from === 'number') {
      const constant = one.from * factor
      return () => constant
    }
    const template = compileTemplate<Scope>(one.from, (name) => readerOf(name, space))
    const column = namesOf(one.from).join(', ')
    return (scope: Scope): number | null => {
      const raw = template(scope)
      return raw === null ? null : readNumber(raw, column) * factor
    }
  })
  const base = baseTime(spec, zone, space)
  return (scope) => {
    let at = base(scope)
    for (const add of adds) {
      const more = at === null ? null : add(scope)
      at = at === null || more === null ? null : at + more
    }
    return at === null ? null : Math.round(at)
  }
}

function baseTime(spec: TimeSpec, zone: string, space: NameSpace): (scope: Scope) => number | null {
  if ('after' in spec) return (scope) => scope.times.get(spec.after) ?? null
  if ('at' in spec) {
    const at = Date.parse(spec.at)
    return () => at
  }
  const template = compileTemplate<Scope>(spec.from, (name) => readerOf(name, space))
  const column = namesOf(spec.from).join(', ')
  const formats =
    spec.format === undefined ? ['iso'] : typeof spec.format === 'string' ? [spec.format] : spec.format
  const local = spec.zone ?? zone
  return (scope) => {
    const text = cellText(template(scope))
    if (text === '') return null
    for (const format of formats) {
      const at = parseTime(text, format, local)
      if (at !== null) return at
    }
    throw new CellError(
      column,
      'bad_time',
      `"${text.slice(0, 60)}" is not a time like ${formats.map((f) => `"${f}"`).join(' or ')}`,
    )
  }
}
