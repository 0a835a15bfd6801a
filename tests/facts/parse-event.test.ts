import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventDataSchemas, wireEventSchema } from '@/lib/facts/event-schema'
import { EVENT_SPECS } from '@/lib/facts/event-spec'
import { checkEvent, checkEvents, contentHash } from '@/lib/facts/parse-event'

const NOW = Date.UTC(2026, 10, 21, 12)
const event = (more: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'shop',
  type: 'ticket.opened',
  time: '2026-11-21T10:00:00+08:00',
  subject: 't1',
  data: { channel: 'jd' },
  ...more,
})
const of = (type: string, data: object, more: object = {}) => event({ type, data, ...more })
const check = (value: unknown) => checkEvent(value, 7, NOW)
const told = (value: unknown): [string, string] | 'accepted' => {
  const checked = check(value)
  return checked.ok ? 'accepted' : [checked.reject.code, checked.reject.path]
}

describe('what passes', () => {
  it('is the event with its instant, its data untouched', () => {
    const data = { channel: 'jd', customer: 'c', unknown: { deep: [1, null, 'x'] } }
    const checked = check(
      event({
        data,
        time: '2026-11-21T10:00:00.123999+08:00',
        traceparent: 'x',
        datacontenttype: 'application/json',
      }),
    )
    expect(checked).toMatchObject({
      ok: true,
      event: {
        id: 'e1',
        source: 'shop',
        type: 'ticket.opened',
        time: Date.UTC(2026, 10, 21, 2, 0, 0, 123),
        subject: 't1',
        data,
      },
    })
  })

  it.each([
    [
      'an unknown type, whatever its data',
      of('loyalty.changed', { channel: 5, score: 'x' }, { subject: undefined }),
    ],
    ['an unknown type with a subject', of('ticket.merged', { channel: 5 })],
    ['no data where none is needed', event({ type: 'ticket.resolved', data: undefined })],
    ['data null', event({ type: 'ticket.resolved', data: null })],
    ['a heartbeat', of('source.heartbeat', {}, { subject: undefined })],
    [
      'null for optional fields',
      of('message.sent', { from: 'agent', agent: null, text: null, public: null }),
    ],
    ['null that clears', of('ticket.updated', { channel: null, product: null, tags: null })],
    ['empty texts', of('ticket.updated', { product: '', channel: '' })],
    ['a new channel', of('ticket.opened', { channel: 'little-red_book2' })],
    ['a survey without a ticket', of('survey.answered', { kind: 'nps', score: 9 }, { subject: undefined })],
    ['a score of half points', of('survey.answered', { kind: 'csat', score: 4.5 })],
    ['the old effort scale', of('survey.answered', { kind: 'ces', score: 7, scale: '1-7-effort' })],
    ['csat on 1-2', of('survey.answered', { kind: 'csat_solution', score: 2, scale: '1-2' })],
    ['an id of 200 characters', event({ id: '好'.repeat(200) })],
    ['200 characters beyond the basic plane', event({ id: '😀'.repeat(200) })],
    ['five minutes ahead', event({ time: '2026-11-21T12:05:00Z' })],
    ['text of 64 kB', of('message.sent', { from: 'customer', text: 'x'.repeat(65_536) })],
    [
      'control characters and emoji',
      of('message.sent', { from: 'customer', text: '\u0001\ud83d\ude00 \\u0000' }),
    ],
    ['events of any age', event({ time: '2000-01-01T00:00:00Z' })],
  ])('%s', (_, value) => {
    expect(told(value)).toBe('accepted')
  })
})

describe('what is rejected, and where', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
  it.each([
    ['a text', 'hello', 'invalid_event', ''],
    ['a list', [event()], 'invalid_event', ''],
    ['null', null, 'invalid_event', ''],
    ['no specversion', event({ specversion: undefined }), 'invalid_event', 'specversion'],
    ['another specversion', event({ specversion: '0.3' }), 'invalid_event', 'specversion'],
    ['no id', event({ id: undefined }), 'invalid_event', 'id'],
    ['an empty id', event({ id: '' }), 'invalid_event', 'id'],
    ['a number as id', event({ id: 5 }), 'invalid_event', 'id'],
    ['an id of 201 characters', event({ id: 'x'.repeat(201) }), 'invalid_event', 'id'],
    ['a source of 201 characters', event({ source: 'x'.repeat(201) }), 'invalid_event', 'source'],
    ['no source', event({ source: undefined }), 'invalid_event', 'source'],
    ['no type', event({ type: undefined }), 'invalid_event', 'type'],
    ['a subject that is no text', event({ subject: 5 }), 'invalid_event', 'subject'],
    ['no time', event({ time: undefined }), 'bad_time', 'time'],
    ['a time that is a number', event({ time: 1763690400 }), 'bad_time', 'time'],
    ['a time without offset', event({ time: '2026-11-21T10:00:00' }), 'bad_time', 'time'],
    ['a time before 2000', event({ time: '1999-12-31T23:59:59Z' }), 'bad_time', 'time'],
    ['a time after 2100', event({ time: '2101-01-01T00:00:00Z' }), 'bad_time', 'time'],
    ['a day that does not exist', event({ time: '2026-02-30T00:00:00Z' }), 'bad_time', 'time'],
    ['more than five minutes ahead', event({ time: '2026-11-21T12:05:00.001Z' }), 'clock_skew', 'time'],
    ['a ticket event without subject', event({ subject: undefined }), 'missing_subject', 'subject'],
    ['an empty subject', event({ subject: '' }), 'missing_subject', 'subject'],
    [
      'a message without subject',
      of('message.sent', { from: 'bot' }, { subject: null }),
      'missing_subject',
      'subject',
    ],
    ['a call without subject', of('call.ended', {}, { subject: null }), 'missing_subject', 'subject'],
    ['data that is a list', event({ data: [] }), 'invalid_event', 'data'],
    ['data that is a text', event({ data: 'x' }), 'invalid_event', 'data'],
    ['an opening without channel', event({ data: {} }), 'invalid_event', 'data.channel'],
    ['a channel in upper case', event({ data: { channel: 'WeChat' } }), 'invalid_event', 'data.channel'],
    [
      'a channel of 41 characters',
      event({ data: { channel: 'x'.repeat(41) } }),
      'invalid_event',
      'data.channel',
    ],
    ['a channel with a line break', event({ data: { channel: 'jd\n' } }), 'invalid_event', 'data.channel'],
    [
      'a wrong type of a field',
      event({ data: { channel: 'jd', product: 5 } }),
      'invalid_event',
      'data.product',
    ],
    ['a flag as text', of('message.sent', { from: 'agent', public: 'no' }), 'invalid_event', 'data.public'],
    ['an unknown writer', of('message.sent', { from: 'robot' }), 'invalid_event', 'data.from'],
    ['no writer', of('message.sent', {}), 'invalid_event', 'data.from'],
    ['an assignment of nobody', of('ticket.assigned', { team: 'a' }), 'invalid_event', 'data.agent'],
    ['tags that are no list', event({ data: { channel: 'jd', tags: 'a' } }), 'invalid_event', 'data.tags'],
    [
      'a tag that is no text',
      event({ data: { channel: 'jd', tags: ['a', 1] } }),
      'invalid_event',
      'data.tags.1',
    ],
    [
      'an unknown status',
      of('agent.status', { agent: 'a', status: 'lunch' }),
      'invalid_event',
      'data.status',
    ],
    [
      'a capacity below zero',
      of('agent.status', { agent: 'a', status: 'busy', capacity: -1 }),
      'invalid_event',
      'data.capacity',
    ],
    ['an unknown survey', of('survey.answered', { kind: 'stars', score: 5 }), 'invalid_event', 'data.kind'],
    ['no score', of('survey.answered', { kind: 'csat' }), 'invalid_event', 'data.score'],
    ['a score as text', of('survey.answered', { kind: 'csat', score: '5' }), 'invalid_event', 'data.score'],
    [
      'a score above the scale',
      of('survey.answered', { kind: 'csat', score: 5.5 }),
      'bad_score',
      'data.score',
    ],
    ['a score below the scale', of('survey.answered', { kind: 'csat', score: 0 }), 'bad_score', 'data.score'],
    [
      'a score above a shorter scale',
      of('survey.answered', { kind: 'csat', score: 4, scale: '1-3' }),
      'bad_score',
      'data.score',
    ],
    [
      'a scale the kind does not have',
      of('survey.answered', { kind: 'nps', score: 3, scale: '1-5' }),
      'bad_score',
      'data.scale',
    ],
    [
      'csat on 0-10',
      of('survey.answered', { kind: 'csat', score: 3, scale: '0-10' }),
      'bad_score',
      'data.scale',
    ],
    [
      'an unknown scale',
      of('survey.answered', { kind: 'csat', score: 3, scale: 'constructor' }),
      'bad_score',
      'data.scale',
    ],
    [
      'text over 64 kB',
      of('message.sent', { from: 'customer', text: 'x'.repeat(65_537) }),
      'too_large',
      'data.text',
    ],
    [
      'Chinese text over 64 kB',
      of('message.sent', { from: 'customer', text: '好'.repeat(21_846) }),
      'too_large',
      'data.text',
    ],
    ['an event over 256 kB', of('loyalty.changed', { blob: 'x'.repeat(262_144) }), 'too_large', ''],
    ['an extension over 256 kB', event({ extension: 'x'.repeat(262_144) }), 'too_large', ''],
    ['NUL', of('message.sent', { from: 'customer', text: 'a\0b' }), 'bad_text', 'data.text'],
    ['NUL in data of an unknown type', of('loyalty.changed', { a: [{ b: '\0' }] }), 'bad_text', 'data.a.0.b'],
    ['a lone surrogate', of('message.sent', { from: 'customer', text: 'a\ud83d' }), 'bad_text', 'data.text'],
    [
      'a lone low surrogate',
      of('message.sent', { from: 'customer', text: '\ude00a' }),
      'bad_text',
      'data.text',
    ],
    ['NUL in a field’s name', of('loyalty.changed', { 'a\0': 1 }), 'bad_text', 'data'],
    ['NUL in the id', event({ id: 'a\0' }), 'bad_text', 'id'],
    ['NUL in an extension', event({ extension: 'a\0' }), 'bad_text', 'extension'],
    [
      'nesting beyond reason',
      event({ data: deep(100) }),
      'invalid_event',
      `data${'.a'.repeat(65)}`.slice(0, 200),
    ],
    [
      'a number too large to hold',
      JSON.parse(
        '{"specversion":"1.0","id":"e","source":"s","type":"x","time":"2026-11-21T10:00:00Z","data":{"a":1e999}}',
      ),
      'invalid_event',
      'data.a',
    ],
  ])('%s', (_, value, code, path) => {
    expect(told(value)).toEqual([code, path])
    const checked = check(value)
    if (!checked.ok) expect(checked.reject.message.length).toBeGreaterThan(5)
  })

  it('carries the index and the id', () => {
    expect(check(event({ time: 'now', id: 'abc' }))).toMatchObject({ reject: { index: 7, id: 'abc' } })
    expect(check(5)).toMatchObject({ reject: { index: 7, id: null } })
  })

  it('keeps good events whatever the others are', () => {
    const { accepted, rejected } = checkEvents([event(), 5, event({ id: 'e2' })], NOW)
    expect(accepted.map((each) => each.event.id)).toEqual(['e1', 'e2'])
    expect(rejected.map((each) => each.index)).toEqual([1])
  })

  it('never throws, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(...EVENT_SPECS.keys()), (value, type) => {
        check(value)
        check(event({ data: value }))
        check(event({ type, data: value }))
        check({ ...(typeof value === 'object' ? value : {}), type })
      }),
      { numRuns: 2000 },
    )
    const pit = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    expect(told(event({ data: { pit } }))).toMatchObject(['invalid_event', expect.anything()])
  })
})

describe('contentHash', () => {
  const hash = (data: object, more: object = {}) =>
    contentHash({ type: 't', time: 1, subject: 's', data: data as Record<string, unknown>, ...more })

  it('does not depend on the order of keys', () => {
    expect(hash({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(hash({ b: { d: 'x', c: [1, 2] }, a: 1 }))
  })

  it('tells contents apart', () => {
    const hashes = [
      hash({}),
      hash({ a: null }),
      hash({ a: '1' }),
      hash({ a: 1 }),
      hash({ a: [1, 2] }),
      hash({ a: [2, 1] }),
    ]
    hashes.push(hash({}, { time: 2 }), hash({}, { subject: null }), hash({}, { type: 'u' }))
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('is the one checkEvent tells', () => {
    const checked = check(event())
    if (!checked.ok) throw new Error('rejected')
    expect(contentHash(checked.event)).toBe(checked.contentHash)
    const written = check(event({ time: '2026-11-21T02:00:00.000Z', extension: 'x' }))
    expect(written).toMatchObject({ contentHash: checked.contentHash })
  })
})

describe('the published schema', () => {
  it('knows every type of the table and agrees with the door', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 5 }),
      fc.integer({ min: -2, max: 12 }),
      fc.boolean(),
      fc.constantFrom('in', 'csat', 'agent', 'busy', 'high'),
      fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 }),
    )
    const types = [...EVENT_SPECS.keys()].filter((type) => type !== 'survey.answered')
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.array(value, { minLength: 14, maxLength: 14 }),
        (type, values) => {
          const data: Record<string, unknown> = {}
          for (const [i, field] of (EVENT_SPECS.get(type)?.fields ?? []).entries()) {
            const member = values[i]
            // the door takes the empty text as no value
            if (member !== undefined && member !== '') data[field.name] = member
          }
          const wire = of(type, data)
          const schema = eventDataSchemas.get(type)
          expect(told(wire) === 'accepted').toBe(
            wireEventSchema.safeParse(wire).success && schema?.safeParse(data).success === true,
          )
        },
      ),
      { numRuns: 3000 },
    )
  })
})
