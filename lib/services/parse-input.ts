/** Turning what came in into what a service works with. */
import type { z } from 'zod'
import { invalid } from '@/lib/core/errors'

/** The checked input. Throws 400 with one entry a wrong place. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const errors = result.error.issues
    .slice(0, 50)
    .map((issue) => ({ path: pathOf(issue.path), message: issue.message }))
  const first = errors[0]
  throw invalid(
    first === undefined
      ? 'The input is wrong.'
      : `${first.path === '' ? '' : `${first.path}: `}${first.message}`,
    errors,
  )
}

/** `filters[0].op` */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}
