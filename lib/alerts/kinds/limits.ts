/** Being beyond a limit and back inside it. Pure. */

export const OPS = ['>', '<', '>=', '<='] as const
export type Op = (typeof OPS)[number]

export interface Limit {
  readonly op: Op
  readonly limit: number
  readonly recoverAt: number | null
}

export const isUpper = (op: Op): boolean => op === '>' || op === '>='

/** Whether a value is beyond. */
export function isBeyond(value: number, op: Op, limit: number): boolean {
  switch (op) {
    case '>':
      return value > limit
    case '<':
      return value < limit
    case '>=':
      return value >= limit
    case '<=':
      return value <= limit
  }
}

/** Whether a value is far enough back to count as recovered. */
export function isBack(value: number, { op, limit, recoverAt }: Limit): boolean {
  if (isBeyond(value, op, limit)) return false
  if (recoverAt === null) return true
  return isUpper(op) ? value <= recoverAt : value >= recoverAt
}

/** Says where the recovery limit lies on the wrong side. */
export function checkLimit(
  { op, limit, recoverAt }: Limit,
  add: (path: readonly string[], message: string) => void,
): void {
  if (recoverAt === null) return
  if (isUpper(op) ? recoverAt > limit : recoverAt < limit) {
    add(
      ['recoverAt'],
      `It fires ${isUpper(op) ? 'above' : 'below'} ${limit} and must recover ${isUpper(op) ? 'at or below' : 'at or above'} that.`,
    )
  }
}
