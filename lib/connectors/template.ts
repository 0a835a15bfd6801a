/** Templates of a mapping: `{call_id}:{number:4}` → text, by way of a lookup that knows the row. */

/** A cell or a value inside a JSON row; undefined and null mean "nothing". */
export type Cell = unknown
/** Reads one name of a row: a column, `#row`, `@group.…`, `@thread.…`, `$value` or an item of a list. */
export type Reader<Row> = (row: Row) => Cell

interface Name {
  readonly name: string
}
interface Quoted {
  readonly quoted: string
}
interface Placeholder {
  readonly options: readonly (Name | Quoted)[]
  readonly width: number
}
export type TemplatePart = string | Placeholder

const PLACEHOLDER = /^[^{}]*$/

/** The parts of a template. Throws Error with a sentence where it is malformed. */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let literal = ''
  let at = 0
  while (at < text.length) {
    const char = text[at]
    if ((char === '{' || char === '}') && text[at + 1] === char) {
      literal += char
      at += 2
    } else if (char === '{') {
      const end = text.indexOf('}', at)
      if (end < 0) throw new Error(`the "{" at character ${at + 1} has no "}" (write {{ for a brace)`)
      if (literal !== '') parts.push(literal)
      literal = ''
      parts.push(parsePlaceholder(text.slice(at + 1, end)))
      at = end + 1
    } else if (char === '}') {
      throw new Error(`the "}" at character ${at + 1} has no "{" (write }} for a brace)`)
    } else {
      literal += char
      at += 1
    }
  }
  if (literal !== '' || parts.length === 0) parts.push(literal)
  return parts
}

function parsePlaceholder(body: string): Placeholder {
  if (!PLACEHOLDER.test(body) || body.trim() === '') throw new Error('a placeholder needs a name: {column}')
  const padded = /^(.*):(\d{1,2})$/.exec(body)
  const width = padded ? Number(padded[2]) : 0
  const options = (padded?.[1] ?? body).split('|').map((option): Name | Quoted => {
    const quoted = /^'(.*)'$/.exec(option.trim())
    if (quoted) return { quoted: quoted[1] ?? '' }
    if (option.trim() === '') throw new Error(`"{${body}}" has an empty alternative`)
    return { name: option.trim() }
  })
  return { options, width }
}

/** What is wrong with a template, or null. */
export function templateError(text: string): string | null {
  try {
    parseTemplate(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The names a template reads, in order. */
export function namesOf(text: string): string[] {
  return parseTemplate(text).flatMap((part) =>
    typeof part === 'string' ? [] : part.options.flatMap((option) => ('name' in option ? [option.name] : [])),
  )
}

/** A cell as text: trimmed; lists and objects as JSON; '' for nothing. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim()
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'object') return JSON.stringify(cell)
  return String(cell)
}

/** A compiled template: text, or a JSON row's own number or boolean where it is a single placeholder; null = empty. */
export function compileTemplate<Row>(
  text: string,
  readerOf: (name: string) => Reader<Row>,
): (row: Row) => string | number | boolean | null {
  const parts = parseTemplate(text)
  const compiled = parts.map((part) => {
    if (typeof part === 'string') return part
    const options = part.options.map((option) => ('quoted' in option ? option.quoted : readerOf(option.name)))
    return { options, width: part.width }
  })
  const read = (part: { options: (string | Reader<Row>)[]; width: number }, row: Row): Cell => {
    for (const option of part.options) {
      const cell = typeof option === 'string' ? option : option(row)
      if (cellText(cell) !== '') return cell
    }
    return null
  }
  const only = compiled.length === 1 ? compiled[0] : undefined
  if (typeof only === 'string') {
    const constant = only === '' ? null : only
    return () => constant
  }
  if (only !== undefined && only.width === 0) {
    return (row) => {
      const cell = read(only, row)
      if (typeof cell === 'number' || typeof cell === 'boolean') return cell
      const textOf = cellText(cell)
      return textOf === '' ? null : textOf
    }
  }
  return (row) => {
    let out = ''
    for (const part of compiled) {
      if (typeof part === 'string') {
        out += part
        continue
      }
      const textOf = cellText(read(part, row))
      if (textOf === '') return null
      out += textOf.padStart(part.width, '0')
    }
    return out
  }
}
