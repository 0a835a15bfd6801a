import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileMapping } from '@/lib/connectors/compile-mapping'
import { parseMapping } from '@/lib/connectors/mapping-schema'
import { SHIPPED_MAPPINGS, shippedMapping } from '@/lib/connectors/shipped-mappings'

const good = {
  name: 'mine',
  description: 'mine',
  input: { kind: 'table' },
  times: { at: { from: '{when}' } },
  events: [{ type: 'ticket.opened', id: '{id}', subject: '{id}', time: 'at' }],
}
const parse = (change: object) => parseMapping(JSON.stringify({ ...good, ...change }), 'mine.json')

describe('parseMapping', () => {
  it('takes a small mapping, with a byte order mark too', () => {
    expect(parse({}).name).toBe('mine')
    expect(parseMapping(`\uFEFF${JSON.stringify(good)}`, 'mine.json').name).toBe('mine')
  })

  it.each([
    ['not JSON', '{"name":', 'mine.json is not JSON'],
    ['a list', '[]', 'the file: Invalid input: expected object'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseMapping(text, 'mine.json')).toThrow(message)
  })

  it.each([
    [{ zone: 'Mars/Olympus' }, 'zone: is not an IANA zone'],
    [{ colour: 'red' }, 'the file: unknown "colour"'],
    [{ times: { at: { from: '{when}', format: 'DD/MM/YYYY' } } }, 'times.at.format: "DD" in "DD/MM/YYYY"'],
    [{ times: { at: { from: '{when' } } }, 'times.at.from: the "{" at character 1 has no "}"'],
    [{ times: { at: { after: 'later' } } }, 'times.at.after: "later" is not a time defined above it'],
    [
      { events: [{ ...good.events[0], time: 'then' }] },
      'events[0].time: no time is called "then"; there are at',
    ],
    [
      { events: [{ ...good.events[0], data: { x: { from: '{a}', maps: {} } } }] },
      'events[0].data.x: unknown "maps"',
    ],
    [{ events: [{ ...good.events[0], when: { a: { over: 3 } } }] }, 'events[0].when.a: unknown "over"'],
    [{ events: [] }, 'events: Too small'],
    [{ events: 'unified' }, 'input.kind: unified events come as "jsonl"'],
    [{ name: 'My mapping' }, 'name: use lower-case letters'],
  ])('names the place: %j', (change, message) => {
    expect(() => parse(change)).toThrow(message)
  })

  it('refuses names the file does not have', () => {
    const compile = (change: object) => compileMapping(parse(change), ['id', 'when'], 's')
    expect(() => compile({})).not.toThrow()
    expect(() => compile({ subject: '{number}', events: [{ type: 'a.b', id: '{id}', time: 'at' }] })).toThrow(
      'reads the column "number", which the file does not have; it has "id", "when"',
    )
    expect(() => compile({ skip: [{ when: { id: { changed: true } }, reason: 'r' }] })).toThrow(
      'needs "group"',
    )
    expect(() => compile({ subject: '{$x}' })).not.toThrow()
    expect(() => compile({ events: [{ ...good.events[0], subject: '{$x}' }] })).toThrow(
      'no value is called "$x"',
    )
    expect(() => compile({ events: [{ ...good.events[0], subject: '{@thread.root}' }] })).toThrow(
      'needs "thread"',
    )
  })
})

describe('shipped mappings', () => {
  it('are all listed and sound', () => {
    const files = readdirSync('lib/connectors/mappings').map((file) => file.replace('.json', ''))
    expect([...SHIPPED_MAPPINGS].sort()).toEqual(files.sort())
    for (const name of SHIPPED_MAPPINGS) {
      expect(shippedMapping(name).name).toBe(name)
      expect(readFileSync(`lib/connectors/mappings/${name}.json`, 'utf8')).toContain(`"name": "${name}"`)
    }
  })

  it('names the choices for one that is not there', () => {
    expect(() => shippedMapping('zendesk')).toThrow('one of call-log-exercise, events-jsonl')
  })
})
