import { uuidOf } from '@/lib/core/ids'
import { parseRfc3339 } from '@/lib/core/period'
import type { EventData, Instant, UnifiedEvent } from './event'
import { CHANNEL_PATTERN, EVENT_LIMITS, EVENT_SPECS, type FieldSpec, type TypeSpec } from './event-spec'
import { isSurveyKind, SCALE_RANGE, SCALES } from './surveys'

/** Why an event was not accepted. `invalid_json` is the transport's. */
export const REJECT_CODES = [
  'invalid_json',
  'invalid_event',
  'missing_subject',
  'bad_time',
  'clock_skew',
  'bad_score',
  'too_large',
  'bad_text',
] as const
export type RejectCode = (typeof REJECT_CODES)[number]

export interface Reject {
  /** place in the request, from 0 */
  readonly index: number
  /** the event's id, where it has one */
  readonly id: string | null
  readonly code: RejectCode
  /** names the place, `data.score`; empty for the event as a whole */
  readonly path: string
  /** says what is wrong and what to do */
  readonly message: string
}

/** An event that passed the door, and the hash of what it says (without id and source), as a uuid. */
export interface CheckedEvent {
  readonly event: UnifiedEvent
  readonly contentHash: string
}

export type Checked = { readonly ok: true } & CheckedEvent
export type Rejected = { readonly ok: false; readonly reject: Reject }

/** Carries a reject out of a nested check. */
class Unfit extends Error {
  constructor(
    readonly code: RejectCode,
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Checks one event of the wire (a parsed JSON value). What passes is the event with its time cut to
 * milliseconds and its data untouched; extension attributes are tolerated and left behind. Checks go in this
 * order: text (bad_text), size (too_large), envelope (invalid_event), time (bad_time, clock_skew), subject
 * (missing_subject), data (invalid_event, bad_score); the first that fails is told.
 */
export function checkEvent(value: unknown, index: number, now: Instant): Checked | Rejected {
  try {
    return check(value, now)
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    const { code, path, message } = error
    return { ok: false, reject: { index, id: idOf(value), code, path, message } }
  }
}

/** Checks the events of one request: good ones are kept whatever the others are. */
export function checkEvents(
  values: readonly unknown[],
  now: Instant,
): { accepted: CheckedEvent[]; rejected: Reject[] } {
  const accepted: CheckedEvent[] = []
  const rejected: Reject[] = []
  for (const [index, value] of values.entries()) {
    const checked = checkEvent(value, index, now)
    if (checked.ok) accepted.push(checked)
    else rejected.push(checked.reject)
  }
  return { accepted, rejected }
}

/**
 * Hash of what an event says: type, time, subject and data, whatever the order of keys. Two events of one
 * (source, id) with different hashes are in conflict.
 */
export function contentHash(event: Pick<UnifiedEvent, 'type' | 'time' | 'subject' | 'data'>): string {
  return hashOf(event.type, event.time, event.subject, canonical(event.data, 'data', 0))
}

function hashOf(type: string, time: Instant, subject: string | null, data: string): string {
  return uuidOf(`[${JSON.stringify(type)},${time},${JSON.stringify(subject)},${data}]`)
}

function check(value: unknown, now: Instant): Checked {
  if (!isRecord(value)) throw new Unfit('invalid_event', '', 'an event must be a JSON object')
  const { specversion, id, source, type, time, subject } = value
  const data = value.data ?? NO_DATA

  const said = canonical(data, 'data', 0)
  let size = said.length
  const rest = others(value)
  if (mayBeBad(said) || mayBeBad(rest)) findBadText(value, '')
  size += rest.length
  // A UTF-16 unit takes at most three bytes, so most sizes need no counting.
  if (size * 3 > EVENT_LIMITS.eventBytes && bytesOf(said) + bytesOf(rest) > EVENT_LIMITS.eventBytes) {
    throw new Unfit('too_large', '', 'an event may have at most 256 kB; leave large contents at the source')
  }

  if (specversion !== '1.0') throw new Unfit('invalid_event', 'specversion', 'must be "1.0"')
  requireName(id, 'id')
  requireName(source, 'source')
  requireName(type, 'type')
  if (subject !== undefined && subject !== null) {
    if (typeof subject !== 'string') throw new Unfit('invalid_event', 'subject', 'must be a text')
    if (isLong(subject)) throw new Unfit('invalid_event', 'subject', 'may have at most 200 characters')
  }

  const instant = typeof time === 'string' ? parseRfc3339(time) : null
  if (instant === null) {
    throw new Unfit(
      'bad_time',
      'time',
      'must be RFC 3339 with an offset, within the years 2000 to 2100, such as "2026-11-01T09:30:00+08:00"',
    )
  }
  if (instant > now + EVENT_LIMITS.skewMs) {
    throw new Unfit(
      'clock_skew',
      'time',
      'lies more than 5 minutes in the future; check the clock of the source',
    )
  }

  const ticket = subject === undefined || subject === null || subject === '' ? null : subject
  const spec = EVENT_SPECS.get(type)
  if (spec?.subject && ticket === null) {
    throw new Unfit('missing_subject', 'subject', `${type} needs the id of its ticket as subject`)
  }
  if (!isRecord(data)) throw new Unfit('invalid_event', 'data', 'must be an object')
  if (spec) checkData(data, type, spec)

  return {
    ok: true,
    event: { id, source, type, time: instant, subject: ticket, data },
    contentHash: hashOf(type, instant, ticket, said),
  }
}

const NO_DATA: EventData = Object.freeze({})

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requireName(value: unknown, path: string): asserts value is string {
  if (typeof value !== 'string' || value === '') {
    throw new Unfit('invalid_event', path, 'is required: a text of 1 to 200 characters')
  }
  if (isLong(value)) throw new Unfit('invalid_event', path, 'may have at most 200 characters')
}

function isLong(text: string): boolean {
  const limit = EVENT_LIMITS.nameLength
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit)
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

function idOf(value: unknown): string | null {
  const id = isRecord(value) ? value.id : null
  return typeof id === 'string' ? id.slice(0, EVENT_LIMITS.nameLength) : null
}

// ---- data ----------------------------------------------------------------------------------------------------

function checkData(data: EventData, type: string, spec: TypeSpec): void {
  for (const field of spec.fields) {
    const value = data[field.name]
    if (value === undefined || value === null || value === '') {
      if (field.required) {
        throw new Unfit(
          'invalid_event',
          `data.${field.name}`,
          `${type} needs ${field.name}: ${wanted(field)}`,
        )
      }
      if (value !== '' || (field.kind !== 'number' && field.kind !== 'flag' && field.kind !== 'tags'))
        continue
    }
    const wrong = wrongIn(field, value)
    if (wrong !== null) throw new Unfit(wrong.code, `data.${field.name}${wrong.at}`, wrong.message)
  }
  if (type === 'survey.answered') checkScore(data)
}

interface Wrong {
  readonly code: RejectCode
  readonly at: string
  readonly message: string
}

function wrongIn(field: FieldSpec, value: unknown): Wrong | null {
  const invalid = (): Wrong => ({ code: 'invalid_event', at: '', message: `must be ${wanted(field)}` })
  switch (field.kind) {
    case 'name':
      if (typeof value !== 'string') return invalid()
      if (field.oneOf !== null) return field.oneOf.includes(value) ? null : invalid()
      return isLong(value) ? invalid() : null
    case 'channel':
      return typeof value === 'string' && CHANNEL_PATTERN.test(value) ? null : invalid()
    case 'free':
      if (typeof value !== 'string') return invalid()
      if (value.length * 3 > EVENT_LIMITS.textBytes && bytesOf(value) > EVENT_LIMITS.textBytes) {
        return { code: 'too_large', at: '', message: 'may have at most 64 kB; shorten it at the source' }
      }
      return null
    case 'number':
      return typeof value === 'number' && (field.min === null || value >= field.min) ? null : invalid()
    case 'flag':
      return typeof value === 'boolean' ? null : invalid()
    case 'tags': {
      if (!Array.isArray(value)) return invalid()
      const at = value.findIndex((tag) => typeof tag !== 'string' || isLong(tag))
      return at < 0
        ? null
        : { ...invalid(), at: `.${at}`, message: 'must be a text of at most 200 characters' }
    }
  }
}

function wanted(field: FieldSpec): string {
  if (field.oneOf !== null) return `one of ${field.oneOf.map((value) => `"${value}"`).join(', ')}`
  switch (field.kind) {
    case 'name':
      return 'a text of at most 200 characters'
    case 'channel':
      return 'lower-case letters, digits, _ and -, at most 40'
    case 'free':
      return 'a text'
    case 'number':
      return field.min === null ? 'a number' : `a number of at least ${field.min}`
    case 'flag':
      return 'true or false'
    case 'tags':
      return 'a list of texts'
  }
}

function checkScore(data: EventData): void {
  const { kind, score } = data
  if (typeof kind !== 'string' || !isSurveyKind(kind) || typeof score !== 'number') return
  const scales = SCALES[kind]
  const scale = data.scale === undefined || data.scale === null || data.scale === '' ? scales[0] : data.scale
  const range = typeof scale === 'string' && scales.includes(scale) ? SCALE_RANGE[scale] : undefined
  if (range === undefined) {
    const list = scales.map((each) => `"${each}"`).join(', ')
    throw new Unfit('bad_score', 'data.scale', `${kind} is answered on ${list}`)
  }
  const [low, high] = range
  if (!(score >= low && score <= high)) {
    throw new Unfit('bad_score', 'data.score', `must lie within the scale, ${low} to ${high}`)
  }
}

// ---- canonical text ------------------------------------------------------------------------------------------

/** JSON with the keys of every object in order, so that equal contents give equal text. */
function canonical(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new Unfit('invalid_event', path, 'is a number too large to hold')
      return value === 0 ? '0' : `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      break
    default:
      return 'null'
  }
  if (value === null) return 'null'
  if (depth > EVENT_LIMITS.depth) {
    throw new Unfit(
      'invalid_event',
      path.slice(0, 200),
      `is nested deeper than ${EVENT_LIMITS.depth} levels; flatten it`,
    )
  }
  let text = ''
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (i > 0) text += ','
      text += canonical(value[i], `${path}.${i}`, depth + 1)
    }
    return `[${text}]`
  }
  const record = value as Record<string, unknown>
  const keys = Object.keys(record)
  if (keys.length > 1) keys.sort()
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? ''
    const member = record[key]
    if (i > 0) text += ','
    // Texts are the common case; going round for them would build a path for nothing.
    text +=
      typeof member === 'string'
        ? `${JSON.stringify(key)}:${JSON.stringify(member)}`
        : `${JSON.stringify(key)}:${canonical(member, `${path}.${key}`, depth + 1)}`
  }
  return `{${text}}`
}

/** All of an event but its data, as text: for its size and for bad characters. */
function others(value: Record<string, unknown>): string {
  let text = ''
  for (const key of Object.keys(value)) {
    if (key === 'data') continue
    const member = value[key]
    text +=
      typeof member === 'string'
        ? `${JSON.stringify(key)}${JSON.stringify(member)}`
        : `${JSON.stringify(key)}${canonical(member, key, 1)}`
  }
  return text
}

/** NUL and lone surrogates are written `\u…` in JSON text; so are a few harmless characters. */
function mayBeBad(json: string): boolean {
  return json.includes('\\u')
}

const BAD_TEXT = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function findBadText(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (BAD_TEXT.test(value)) {
      throw new Unfit(
        'bad_text',
        path,
        'holds NUL or half a character (a lone surrogate); remove it at the source',
      )
    }
  } else if (Array.isArray(value)) {
    for (const [i, member] of value.entries()) findBadText(member, path === '' ? `${i}` : `${path}.${i}`)
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) {
      const place = path === '' ? key : `${path}.${key}`
      if (BAD_TEXT.test(key)) {
        throw new Unfit(
          'bad_text',
          path,
          'has a field whose name holds NUL or half a character (a lone surrogate)',
        )
      }
      findBadText(member, place)
    }
  }
}
