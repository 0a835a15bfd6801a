/**
 * What a mapping file may say: how rows of somebody's file become unified events. It is data, not code, so that
 * a mapping can be read, checked and kept by the people who know the file. `parseMapping` checks it and names
 * every place that is wrong.
 */
import { z } from 'zod'
import { type ErrorPlace, invalid } from '@/lib/core/errors'
import { isZone } from '@/lib/core/zone'
import { templateError } from './template'
import { timeFormatError } from './time-format'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Scalar = z.infer<typeof scalar>

/** `{column}`, `{first|second|'text'}`, `{number:4}` (zero-padded), `{{` for a brace; null where a column is empty. */
const template = z.string().superRefine((text, ctx) => {
  const problem = templateError(text)
  if (problem !== null) ctx.addIssue({ code: 'custom', message: problem })
})

const zone = z
  .string()
  .refine(isZone, { message: 'is not an IANA zone; write one like "Asia/Shanghai" or "UTC"' })

const test = z.union([
  scalar,
  z.array(scalar).min(1),
  z
    .strictObject({
      is: z.union([scalar, z.array(scalar)]).optional(),
      not: z.union([scalar, z.array(scalar)]).optional(),
      /** true: the cell is empty or one of `input.empty`; false: it holds something */
      empty: z.boolean().optional(),
      contains: z.string().optional(),
      above: z.number().optional(),
      atLeast: z.number().optional(),
      below: z.number().optional(),
      atMost: z.number().optional(),
      /** true: differs from the row before it in its group; the first row of a group has not changed */
      changed: z.boolean().optional(),
    })
    .refine((t) => Object.keys(t).length > 0, {
      message: 'says nothing; use is, not, empty, contains, above, atLeast, below, atMost or changed',
    }),
])
export type Test = z.infer<typeof test>

export interface When {
  readonly $any?: readonly When[] | undefined
  readonly $not?: When | undefined
  /** names of two times: both there, the first earlier */
  readonly $before?: readonly [string, string] | undefined
  readonly [name: string]: Test | readonly When[] | When | readonly [string, string] | undefined
}

/** Tests by column (or `@group.…`, `@thread.…`, `$value`, `#row`); all must hold. */
const when: z.ZodType<When> = z.lazy(
  () =>
    z
      .object({
        $any: z.array(when).min(1).optional(),
        $not: when.optional(),
        $before: z.tuple([z.string(), z.string()]).optional(),
      })
      .catchall(test) as unknown as z.ZodType<When>,
)

const numberRule = z.union([
  z.literal(true),
  z.strictObject({
    /** applied in this order: times, add, round (to a multiple), min, max */
    times: z.number().optional(),
    add: z.number().optional(),
    round: z.number().positive().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
])

export interface ValueFrom {
  readonly from: string
  readonly map?: Readonly<Record<string, Scalar>> | undefined
  readonly else?: Scalar | undefined
  readonly lower?: boolean | undefined
  readonly number?: z.infer<typeof numberRule> | undefined
  readonly split?: string | undefined
  readonly clear?: boolean | undefined
}
export interface ValueCases {
  readonly cases: readonly { readonly when: When; readonly value: Value }[]
  readonly else?: Value | undefined
}
export type Value = Scalar | readonly string[] | ValueFrom | ValueCases

/** A constant, a template, a list of templates, or a template with a rule for what it becomes. */
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    template,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(template),
    z.strictObject({
      from: template,
      /** text → constant; a text that is not listed takes `else`, without one the row is rejected */
      map: z.record(z.string(), scalar).optional(),
      else: scalar.optional(),
      lower: z.boolean().optional(),
      number: numberRule.optional(),
      /** splits the text into a list */
      split: z.string().min(1).optional(),
      /** true: an empty cell becomes null (which clears the field) instead of leaving the field out */
      clear: z.boolean().optional(),
    }),
    z.strictObject({
      cases: z.array(z.strictObject({ when, value })).min(1),
      else: value.optional(),
    }),
  ]),
)

const add = z.strictObject({
  from: z.union([template, z.number()]),
  unit: z.enum(['ms', 's', 'min', 'h', 'd']),
  times: z.number().optional(),
})

const format = z.string().superRefine((text, ctx) => {
  const problem = timeFormatError(text)
  if (problem !== null) ctx.addIssue({ code: 'custom', message: problem })
})

const time = z.union([
  z.strictObject({
    from: template,
    /** patterns (yyyy MM M MMM dd d EEE HH H hh h mm ss SSS a xx XXX), or iso, unix, unixMs, excel */
    format: z.union([format, z.array(format).min(1)]).optional(),
    zone: zone.optional(),
    add: z.array(add).optional(),
  }),
  z.strictObject({ after: z.string(), add: z.array(add).optional() }),
  z.strictObject({ at: z.iso.datetime({ offset: true }), add: z.array(add).optional() }),
])
export type TimeSpec = z.infer<typeof time>

const each = z.strictObject({
  /** a list in the row (`turns`) or in an item of an outer list (`turn.utterances`) */
  list: z.string().min(1),
  as: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must be a plain word'),
})

const event = z.strictObject({
  type: template,
  id: template,
  time: z.string().min(1),
  subject: z.union([template, z.null()]).optional(),
  when: when.optional(),
  each: z.array(each).min(1).max(3).optional(),
  data: z.record(z.string(), value).optional(),
})
export type EventSpec = z.infer<typeof event>

const mapping = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'use lower-case letters, digits and -'),
  description: z.string().min(1),
  /** what a reader must know: choices made, things the file does not say */
  notes: z.array(z.string()).optional(),
  input: z.strictObject({
    /** `table` = CSV or XLSX with a header row; `jsonl` = one JSON object a line */
    kind: z.enum(['table', 'jsonl']),
    delimiter: z.string().length(1).optional(),
    quote: z.string().length(1).optional(),
    encoding: z.string().optional(),
    /** texts that mean "nothing", e.g. "?" or "NULL"; an empty cell always does */
    empty: z.array(z.string()).optional(),
    /** XLSX: the sheet's name or its number from 1 */
    sheet: z.union([z.string(), z.number().int().positive()]).optional(),
    /** columns the mapping reads that a file may lack */
    optional: z.array(z.string()).optional(),
  }),
  zone: zone.optional(),
  subject: template.optional(),
  values: z.record(z.string(), value).optional(),
  times: z.record(z.string(), time).optional(),
  group: z
    .strictObject({
      by: template,
      /** a time: first and last row by it instead of by place in the file */
      order: z.string().optional(),
    })
    .optional(),
  thread: z
    .strictObject({
      id: template,
      parent: template,
      /** a time: which of several direct answers came first */
      order: z.string(),
      /** which messages answer an opening message */
      answer: when,
    })
    .optional(),
  skip: z.array(z.strictObject({ when, reason: z.string().min(1) })).optional(),
  /** `unified`: each line already is an event of the contract */
  events: z.union([z.literal('unified'), z.array(event).min(1).max(50)]),
})
export type Mapping = z.infer<typeof mapping>

/** A mapping from its JSON text. Throws AppError `invalid` whose `errors` name each wrong place and the cure. */
export function parseMapping(text: string, from: string): Mapping {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw invalid(`The mapping ${from} is not JSON: ${detail}.`)
  }
  const result = mapping.safeParse(json)
  if (!result.success) {
    throw refusal(from, placesOf(result.error.issues, []))
  }
  const places = crossCheck(result.data)
  if (places.length > 0) throw refusal(from, places)
  return result.data
}

function refusal(from: string, places: readonly ErrorPlace[]) {
  const [first, ...more] = places
  const where = first === undefined || first.path === '' ? 'the file' : first.path
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  return invalid(`The mapping ${from} cannot be used: ${where}: ${first?.message}${others}.`, places)
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}

/** A union's issues say only "invalid input"; the branch that got furthest says what is wrong. */
function placesOf(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[]): ErrorPlace[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path]
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const branches = issue.errors.map((branch) => placesOf(branch, path))
      const deep = (places: readonly ErrorPlace[]) => Math.max(...places.map((p) => p.path.length), 0)
      const shape = issue.errors.map((branch) =>
        branch.every((i) => i.code === 'invalid_type' && i.path.length === 0),
      )
      const best = branches
        .filter((_, i) => !shape[i])
        .sort((a, b) => deep(b) - deep(a) || a.length - b.length)[0]
      if (best) return best
    }
    const message =
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys.map((k) => `"${k}"`).join(', ')}`
        : issue.message
    return [{ path: pathText(path), message }]
  })
}

/** Names that point at other parts of the mapping. */
function crossCheck(m: Mapping): ErrorPlace[] {
  const places: ErrorPlace[] = []
  const times = m.times ?? {}
  const known = Object.keys(times)
  const needTime = (path: string, name: string) => {
    if (!Object.hasOwn(times, name)) {
      const cure = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none; add it under "times"'
      places.push({ path, message: `no time is called "${name}"; ${cure}` })
    }
  }
  const earlier = new Set<string>()
  for (const [name, spec] of Object.entries(times)) {
    if ('after' in spec && !earlier.has(spec.after)) {
      places.push({
        path: `times.${name}.after`,
        message: `"${spec.after}" is not a time defined above it`,
      })
    }
    earlier.add(name)
  }
  if (m.group?.order !== undefined) needTime('group.order', m.group.order)
  if (m.thread) needTime('thread.order', m.thread.order)
  if (m.events === 'unified') {
    if (m.input.kind !== 'jsonl') {
      places.push({ path: 'input.kind', message: 'unified events come as "jsonl"' })
    }
    return places
  }
  m.events.forEach((spec, i) => {
    needTime(`events[${i}].time`, spec.time)
    if (spec.each && m.input.kind !== 'jsonl') {
      places.push({ path: `events[${i}].each`, message: 'only a "jsonl" row holds lists' })
    }
  })
  return places
}
