/**
 * Fills the texts of the pages: `{name}`, `{count, plural, one {# case} other {# cases}}` and `<tag>…</tag>`, which is
 * all that ours use (a test holds every text against use-intl's own formatter). The pages have this one in its place,
 * because the whole of ICU would be ten kilobytes more for every first visit.
 */

type Value = unknown
type Values = Readonly<Record<string, Value>>
/** A text, or parts of one with elements among them. */
type Filled = string | Value[]

interface Options {
  readonly locale: string
}

const ARGUMENT = /^\s*(\w+)\s*(?:,\s*plural\s*,\s*([\s\S]+))?$/

/** Where the brace closes that stands at `start`. */
function closing(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  throw new Error('a brace of a text is not closed')
}

function given(values: Values, name: string): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`a text lacks its value "${name}"`)
  return value
}

function plural(branches: string, n: number, locale: string): string {
  const found = new Map<string, string>()
  for (let at = 0; at < branches.length; ) {
    const open = branches.indexOf('{', at)
    if (open < 0) break
    const close = closing(branches, open)
    found.set(branches.slice(at, open).trim(), branches.slice(open + 1, close))
    at = close + 1
  }
  const branch = found.get(`=${n}`) ?? found.get(new Intl.PluralRules(locale).select(n)) ?? found.get('other')
  if (branch === undefined) throw new Error('a text lacks its plural "other"')
  return branch
}

/** `count` is what `#` stands for. */
function fill(text: string, values: Values, locale: string, count: number | null): Filled {
  const parts: Value[] = []
  let plain = ''
  const add = (filled: Value): void => {
    if (typeof filled === 'string') plain += filled
    else if (typeof filled === 'number') plain += String(filled)
    else {
      if (plain !== '') parts.push(plain)
      plain = ''
      parts.push(...(Array.isArray(filled) ? filled : [filled]))
    }
  }
  for (let at = 0; at < text.length; ) {
    const sign = text[at] as string
    if (sign === '{') {
      const close = closing(text, at)
      const [, name, branches] = ARGUMENT.exec(text.slice(at + 1, close)) ?? []
      if (name === undefined) throw new Error('a text has an argument of an unknown kind')
      const value = given(values, name)
      if (branches === undefined) add(value)
      else add(fill(plural(branches, Number(value), locale), values, locale, Number(value)))
      at = close + 1
      continue
    }
    const tag = sign === '<' ? /^<(\w+)>/.exec(text.slice(at))?.[1] : undefined
    if (tag !== undefined) {
      const start = at + tag.length + 2
      const end = text.indexOf(`</${tag}>`, start)
      const wrap = given(values, tag)
      if (end < 0 || typeof wrap !== 'function')
        throw new Error(`the tag "${tag}" of a text has no end or no element`)
      const inner = fill(text.slice(start, end), values, locale, count)
      add(wrap(Array.isArray(inner) ? inner : [inner]))
      at = end + tag.length + 3
      continue
    }
    plain += sign === '#' && count !== null ? new Intl.NumberFormat(locale).format(count) : sign
    at++
  }
  if (parts.length === 0) return plain
  if (plain !== '') parts.push(plain)
  return parts
}

/** In the place of `use-intl/format-message`, with its signature. Throws where a text and its values do not fit. */
export default function formatMessage(
  _key: string,
  message: string,
  values: Values | undefined,
  { locale }: Options,
): Filled {
  return /[{<]/.test(message) ? fill(message, values ?? {}, locale, null) : message
}
/** use-intl asks: messages are texts, not compiled ones. */
formatMessage.raw = true
