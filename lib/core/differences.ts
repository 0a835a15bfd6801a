/** What changed between two values of JSON, place by place, for people to read. */

export interface Difference {
  /** `teams`, `scope.channel`, `steps[1].users`; '' = the whole */
  readonly path: string
  /** null = was not there */
  readonly before: string | null
  /** null = is no longer there */
  readonly after: string | null
}

const MAX_TEXT = 300

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

function textOf(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every(isPlain)
        ? value.map(String).join(', ')
        : JSON.stringify(value)
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}

/**
 * Leaves that differ, in the order of the newer value, then what is gone. Lists of plain values are one leaf; a value
 * that is null on one side and absent on the other has not changed.
 */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = []
  const walk = (path: string, from: unknown, to: unknown): void => {
    const [a, b] = [from ?? null, to ?? null]
    if (JSON.stringify(a) === JSON.stringify(b)) return
    const objects = (isObject(a) || a === null) && (isObject(b) || b === null) && (isObject(a) || isObject(b))
    if (objects) {
      const [left, right] = [isObject(a) ? a : {}, isObject(b) ? b : {}]
      for (const key of new Set([...Object.keys(right), ...Object.keys(left)]))
        walk(path === '' ? key : `${path}.${key}`, own(left, key), own(right, key))
      return
    }
    if (Array.isArray(a) && Array.isArray(b) && !(a.every(isPlain) && b.every(isPlain))) {
      for (let i = 0; i < Math.max(a.length, b.length); i++) walk(`${path}[${i}]`, a[i], b[i])
      return
    }
    found.push({ path, before: a === null ? null : textOf(a), after: b === null ? null : textOf(b) })
  }
  walk('', before, after)
  return found
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
