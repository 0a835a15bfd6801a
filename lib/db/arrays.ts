/**
 * Postgres array literals of whole columns, for `unnest($1::uuid[], $2::text[], …)`: one parameter a column and
 * no parameter a row. Several times quicker than the driver's own, which looks at every value anew.
 */
import type { ColumnType } from './columns'

const NEEDS_ESCAPE = /["\\]/
const ESCAPED = /["\\]/g

function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `"${text.replace(ESCAPED, '\\$&')}"` : `"${text}"`
}

/** An instant (epoch ms) as Postgres reads it. */
export function timeText(at: number): string {
  return new Date(at).toISOString()
}

type Value = unknown

function element(type: ColumnType): (value: Value) => string {
  switch (type) {
    case 'uuid':
      return (value) => value as string
    case 'text':
      return (value) => quoted(value as string)
    case 'int':
    case 'bigint':
      return (value) => String(value as number)
    case 'bool':
      return (value) => (value ? 't' : 'f')
    case 'instant':
      return (value) => timeText(value as number)
    case 'texts':
      return (value) => quoted(textArray(value as readonly string[]))
    case 'instants':
      return (value) => quoted(`{${(value as readonly number[]).map(timeText).join(',')}}`)
  }
}

/** Writes one column of values as one literal; null and undefined become NULL. */
export function arrayWriter(type: ColumnType): (values: readonly Value[]) => string {
  const write = element(type)
  return (values) => {
    let text = '{'
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (i > 0) text += ','
      text += value === null || value === undefined ? 'NULL' : write(value)
    }
    return `${text}}`
  }
}

/** `unnest` cannot give arrays row by row: those travel as text and are cast in the select list. */
export function sentAs(type: ColumnType): string {
  switch (type) {
    case 'uuid':
      return 'uuid[]'
    case 'int':
      return 'int[]'
    case 'bigint':
      return 'bigint[]'
    case 'bool':
      return 'bool[]'
    case 'instant':
      return 'timestamptz[]'
    case 'text':
    case 'texts':
    case 'instants':
      return 'text[]'
  }
}

/** The cast that a column sent as text needs, or ''. */
export function castOf(type: ColumnType): string {
  if (type === 'texts') return '::text[]'
  return type === 'instants' ? '::timestamptz[]' : ''
}

export const uuidArray = arrayWriter('uuid')
export const textArray = arrayWriter('text')
export const numberArray = arrayWriter('bigint')
export const instantArray = arrayWriter('instant')
