/** Conditions of a mapping, compiled: `{"answered": "Y", "reopen_count": {"above": 0}}` → row → boolean. */
import type { Scalar, Test, When } from './mapping-schema'
import { CellError, type NameSpace, readerOf, type Scope, textOf } from './row-scope'

export type Condition = (scope: Scope) => boolean

/** A condition over a row; none = always. Throws Error with a sentence for names that cannot exist. */
export function compileWhen(when: When | undefined, space: NameSpace): Condition {
  if (!when) return () => true
  const tests: Condition[] = []
  for (const [name, test] of Object.entries(when)) {
    if (test === undefined) continue
    if (name === '$any') {
      const any = (test as readonly When[]).map((one) => compileWhen(one, space))
      tests.push((scope) => any.some((one) => one(scope)))
    } else if (name === '$not') {
      const inner = compileWhen(test as When, space)
      tests.push((scope) => !inner(scope))
    } else if (name === '$before') {
      tests.push(before(test as readonly [string, string], space))
    } else {
      tests.push(compileTest(name, test as Test, space))
    }
  }
  return (scope) => tests.every((test) => test(scope))
}

function before([first, second]: readonly [string, string], space: NameSpace): Condition {
  for (const name of [first, second]) {
    if (!Object.hasOwn(space.mapping.times ?? {}, name)) throw new Error(`no time is called "${name}"`)
  }
  return ({ times }) => {
    const a = times.get(first)
    const b = times.get(second)
    return typeof a === 'number' && typeof b === 'number' && a < b
  }
}

/** Columns whose change a condition asks for. */
export function watchedBy(when: When | undefined): string[] {
  if (!when) return []
  return Object.entries(when).flatMap(([name, test]) => {
    if (name === '$any') return (test as readonly When[]).flatMap(watchedBy)
    if (name === '$not') return watchedBy(test as When)
    const asks = test !== null && typeof test === 'object' && !Array.isArray(test) && 'changed' in test
    return asks ? [name] : []
  })
}

function compileTest(name: string, test: Test, space: NameSpace): Condition {
  const reader = readerOf(name, space)
  if (test === null || typeof test !== 'object' || Array.isArray(test))
    return oneOf(reader, test as Scalar | Scalar[])
  const checks: Condition[] = []
  if (test.is !== undefined) checks.push(oneOf(reader, test.is))
  if (test.not !== undefined) {
    const inner = oneOf(reader, test.not)
    checks.push((scope) => !inner(scope))
  }
  if (test.empty !== undefined) {
    const wanted = test.empty
    checks.push((scope) => (textOf(reader, scope) === '') === wanted)
  }
  if (test.contains !== undefined) {
    const part = test.contains
    checks.push((scope) => textOf(reader, scope).includes(part))
  }
  const compare = (limit: number | undefined, holds: (value: number, limit: number) => boolean) => {
    if (limit === undefined) return
    checks.push((scope) => {
      const text = textOf(reader, scope)
      if (text === '') return false
      const value = Number(text)
      if (Number.isNaN(value)) throw new CellError(name, 'bad_number', `"${text}" is not a number`)
      return holds(value, limit)
    })
  }
  compare(test.above, (value, limit) => value > limit)
  compare(test.atLeast, (value, limit) => value >= limit)
  compare(test.below, (value, limit) => value < limit)
  compare(test.atMost, (value, limit) => value <= limit)
  if (test.changed !== undefined) {
    if (!space.mapping.group)
      throw new Error(`"changed" of "${name}" needs "group": {"by": …} in the mapping`)
    const wanted = test.changed
    checks.push((scope) => {
      const previous = scope.place.group?.before
      return (previous ? previous.get(name) !== textOf(reader, scope) : false) === wanted
    })
  }
  return (scope) => checks.every((check) => check(scope))
}

function oneOf(reader: ReturnType<typeof readerOf>, wanted: Scalar | readonly Scalar[]): Condition {
  const texts = new Set(
    (Array.isArray(wanted) ? wanted : [wanted]).map((one) => (one === null ? '' : String(one))),
  )
  return (scope) => texts.has(textOf(reader, scope))
}
