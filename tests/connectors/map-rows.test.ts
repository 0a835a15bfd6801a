import { describe, expect, it } from 'vitest'
import { type MappedRow, mapFile } from '@/lib/connectors/map-file'
import { type Mapping, parseMapping } from '@/lib/connectors/mapping-schema'
import { openRows } from '@/lib/connectors/open-rows'

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  // Cut in odd places, so that characters and records lie across chunks.
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

async function rowsOf(text: string, mapping: Mapping, after = 0): Promise<MappedRow[]> {
  const file = await openRows(() => bytesOf(text), mapping, null)
  const rows: MappedRow[] = []
  for await (const row of mapFile(file, mapping, { source: 's', zone: null, after })) rows.push(row)
  return rows
}

const mapping = (change: object): Mapping =>
  parseMapping(
    JSON.stringify({
      name: 'm',
      description: 'm',
      input: { kind: 'table', empty: ['?'] },
      subject: '{id}',
      times: { at: { from: '{at}' } },
      events: [{ type: 'ticket.opened', id: '{id}', time: 'at', data: {} }],
      ...change,
    }),
    'm',
  )
const opened = (data: object, more: object = {}) => ({
  events: [{ type: 'ticket.opened', id: '{id}', time: 'at', data, ...more }],
})
const eventsOf = (rows: readonly MappedRow[]) =>
  rows.flatMap((row) => (row.kind === 'events' ? row.events : []))
const dataOf = (rows: readonly MappedRow[]) => eventsOf(rows).map((event) => event.data)

describe('values', () => {
  const table = 'id,at,a,b\n1,2026-03-01,x,5\n2,2026-03-01,?,\n'

  it('fills templates, leaves empty fields out and clears on demand', async () => {
    const data = {
      plain: '{a}',
      joined: '{a}-{b}',
      either: "{a|b|'none'}",
      padded: '{b:4}',
      constant: 7,
      flag: true,
      cleared: { from: '{a}', clear: true },
      braces: '{{{a}}}',
    }
    expect(dataOf(await rowsOf(table, mapping(opened(data))))).toEqual([
      {
        plain: 'x',
        joined: 'x-5',
        either: 'x',
        padded: '0005',
        constant: 7,
        flag: true,
        cleared: 'x',
        braces: '{x}',
      },
      { either: 'none', constant: 7, flag: true, cleared: null },
    ])
  })

  it('maps, counts, splits and chooses', async () => {
    const data = {
      mapped: { from: '{a}', map: { x: 1 } },
      number: { from: '{b}', number: { times: 2, add: -1, round: 5, max: 10 } },
      list: { from: '{a}|{b}', split: '|' },
      chosen: { cases: [{ when: { b: { above: 4 } }, value: 'many' }], else: 'few' },
    }
    expect(dataOf(await rowsOf(table, mapping(opened(data))))).toEqual([
      { mapped: 1, number: 10, list: ['x', '5'], chosen: 'many' },
      { chosen: 'few' },
    ])
  })

  it('names the cell of a row it cannot use', async () => {
    const data = { score: { from: '{b}', number: true }, kind: { from: '{a}', map: { y: 1 } } }
    const bad =
      'id,at,a,b\n1,2026-03-01,y,1\n2,soon,y,1\n3,2026-03-01,z,1\n4,2026-03-01,y,one\n,2026-03-01,y,1\n6,,y,1\n7,2026-03-01\n'
    const rows = await rowsOf(bad, mapping(opened(data)))
    expect(rows.map((row) => (row.kind === 'reject' ? row.report : row.kind))).toEqual([
      'events',
      { line: 3, row: 2, column: 'at', code: 'bad_time', reason: '"soon" is not a time like "iso"' },
      expect.objectContaining({
        line: 4,
        column: 'a',
        code: 'unknown_value',
        reason: expect.stringContaining('"z" is not one of y'),
      }),
      { line: 5, row: 4, column: 'b', code: 'bad_number', reason: '"one" is not a number' },
      expect.objectContaining({ line: 6, column: 'id', code: 'empty_cell' }),
      expect.objectContaining({ line: 7, column: 'at', code: 'no_time' }),
      expect.objectContaining({
        line: 8,
        row: 7,
        column: null,
        code: 'unreadable',
        reason: expect.stringContaining('has 2 cells where the header has 4'),
      }),
    ])
  })
})

describe('tables', () => {
  it('counts lines through cells that hold line breaks, and passes by blank lines', async () => {
    const rows = await rowsOf(
      'id,at,t\n1,2026-03-01,"a\nb ""c"""\n\n2,2026-03-02,d\n',
      mapping(opened({ t: '{t}' })),
    )
    expect(rows.map((row) => [row.row, row.line])).toEqual([
      [1, 2],
      [2, 5],
    ])
    expect(dataOf(rows)[0]).toEqual({ t: 'a\nb "c"' })
  })

  it('finds the delimiter', async () => {
    for (const mark of [';', '\t', '|']) {
      const rows = await rowsOf(
        ['id,at,t', '1,2026-03-01,x'].join('\n').replaceAll(',', mark),
        mapping(opened({ t: '{t}' })),
      )
      expect(dataOf(rows)).toEqual([{ t: 'x' }])
    }
  })

  it.each([
    ['', 'The file is empty.'],
    ['id,at,id\n', 'two columns called "id"'],
    [`id,at\n1,"${'x'.repeat(1_100_000)}`, 'a quote is probably not closed'],
  ])('refuses %.20j', async (text, message) => {
    await expect(rowsOf(text, mapping({}))).rejects.toThrow(message)
  })

  it('goes on after a row', async () => {
    const table = 'id,at\n1,2026-03-01\n2,2026-03-01\n3,2026-03-01\n'
    const rows = await rowsOf(table, mapping({}), 2)
    expect(rows.map((row) => row.kind)).toEqual(['done', 'done', 'events'])
    expect(eventsOf(rows)).toEqual(eventsOf(await rowsOf(table, mapping({}))).slice(2))
  })
})

describe('groups', () => {
  const events = [
    {
      type: 'x.first',
      id: '{id}-f',
      time: 'at',
      when: { '@group.first': true },
      data: { size: '{@group.size}' },
    },
    { type: 'x.changed', id: '{id}-{@group.number}-c', time: 'at', when: { s: { changed: true } } },
    { type: 'x.last', id: '{id}-l', time: 'at', when: { '@group.last': true } },
  ]
  const table = 'id,at,s\nA,2026-03-02,1\nB,2026-03-01,1\nA,2026-03-01,1\nA,2026-03-03,2\nB,2026-03-04,1\n'
  const typesBy = async (group: object, after = 0) =>
    (await rowsOf(table, mapping({ group, events }), after)).map((row) =>
      row.kind === 'events' ? row.events.map((e) => `${String(e.type)} ${String(e.id)}`) : [],
    )

  it('knows first, last and changed rows by place in the file', async () => {
    expect(await typesBy({ by: '{id}' })).toEqual([
      ['x.first A-f'],
      ['x.first B-f'],
      [],
      ['x.changed A-3-c', 'x.last A-l'],
      ['x.last B-l'],
    ])
  })

  it('knows first and last rows by time', async () => {
    expect(await typesBy({ by: '{id}', order: 'at' })).toEqual([
      [],
      ['x.first B-f'],
      ['x.first A-f'],
      ['x.changed A-3-c', 'x.last A-l'],
      ['x.last B-l'],
    ])
  })

  it('gives the same events when it goes on in the middle of a group', async () => {
    expect((await typesBy({ by: '{id}' }, 3)).slice(3)).toEqual((await typesBy({ by: '{id}' })).slice(3))
  })
})

describe('threads', () => {
  const spec = {
    thread: { id: '{id}', parent: '{to}', order: 'at', answer: { who: 'us' } },
    subject: '{@thread.root}',
    events: [
      {
        type: 'x.message',
        id: '{id}',
        time: 'at',
        data: {
          depth: '{@thread.depth}',
          branch: '{@thread.branch}',
          outside: '{@thread.outside}',
          answers: '{@thread.answers}',
          answer: '{@thread.answer}',
          opener: '{@thread.root.who}',
        },
      },
    ],
  }

  it('hangs replies together wherever they stand in the file', async () => {
    const table = [
      'id,to,at,who',
      '4,2,2026-03-01 10:30,you',
      '3,1,2026-03-01 10:20,us',
      '2,1,2026-03-01 10:10,us',
      '1,,2026-03-01 10:00,you',
      '5,1,2026-03-01 10:40,you',
      '6,77,2026-03-01 10:00,us',
    ].join('\n')
    const events = eventsOf(await rowsOf(table, mapping(spec)))
    expect(events.map((e) => e.subject)).toEqual(['1', '1', '1', '1', '1', '6'])
    const of = (id: string) => events.find((e) => e.id === id)?.data
    expect(of('1')).toEqual({ depth: 0, answers: 2, answer: 0, opener: 'you' })
    expect(of('2')).toEqual({ depth: 1, branch: '2', answers: 2, answer: 1, opener: 'you' })
    expect(of('3')).toEqual({ depth: 1, branch: '3', answers: 2, answer: 2, opener: 'you' })
    expect(of('4')).toEqual({ depth: 2, branch: '2', answers: 2, answer: 1, opener: 'you' })
    expect(of('5')).toEqual({ depth: 1, branch: '5', answers: 2, answer: 0, opener: 'you' })
    expect(of('6')).toEqual({ depth: 0, outside: '77', answers: 0, answer: 0, opener: 'us' })
  })

  it('survives circles, self-replies and very long chains', async () => {
    const circle = 'id,to,at,who\n1,2,2026-03-01,you\n2,1,2026-03-01,us\n3,3,2026-03-01,you\n'
    expect(new Set(eventsOf(await rowsOf(circle, mapping(spec))).map((e) => e.subject)).size).toBe(2)
    const long = Array.from({ length: 20_000 }, (_, i) => `${i},${i === 0 ? '' : i - 1},2026-03-01,you`)
    const events = eventsOf(await rowsOf(`id,to,at,who\n${long.reverse().join('\n')}`, mapping(spec)))
    expect(new Set(events.map((e) => e.subject))).toEqual(new Set(['0']))
  })
})

describe('JSON lines', () => {
  it('walks lists and reports lines that are no objects', async () => {
    const m = mapping({
      input: { kind: 'jsonl' },
      times: { at: { at: '2026-03-01T00:00:00Z', add: [{ from: '{#}', unit: 'min' }] } },
      events: [
        {
          type: 'message.sent',
          id: '{id}-{#turn}-{#text}',
          time: 'at',
          each: [
            { list: 'turns', as: 'turn' },
            { list: 'turn.texts', as: 'text' },
          ],
          data: { who: '{turn.who}', text: '{text}' },
        },
      ],
    })
    const lines = [
      '{"id":1,"turns":[{"who":"a","texts":["x","y"]},{"who":"b","texts":["z"]}]}',
      '[1]',
      '',
      '{"id":2}',
      'oops',
      '{"id":3,"turns":5}',
    ]
    const rows = await rowsOf(lines.join('\n'), m)
    expect(eventsOf(rows).map((e) => [e.id, e.time, e.data])).toEqual([
      ['1-1-1', '2026-03-01T00:01:00.000Z', { who: 'a', text: 'x' }],
      ['1-1-2', '2026-03-01T00:02:00.000Z', { who: 'a', text: 'y' }],
      ['1-2-1', '2026-03-01T00:03:00.000Z', { who: 'b', text: 'z' }],
    ])
    expect(rows.map((row) => [row.kind, row.line])).toEqual([
      ['events', 1],
      ['reject', 2],
      ['events', 4],
      ['reject', 5],
      ['reject', 6],
    ])
  })

  it('passes unified events through', async () => {
    const unified = parseMapping(
      '{"name":"u","description":"u","input":{"kind":"jsonl"},"events":"unified"}',
      'u',
    )
    const rows = await rowsOf('{"id":"1","type":"a.b"}\n{"id":"2","source":"other","type":"a.b"}\n', unified)
    expect(eventsOf(rows)).toEqual([
      { specversion: '1.0', source: 's', id: '1', type: 'a.b' },
      { specversion: '1.0', source: 'other', id: '2', type: 'a.b' },
    ])
  })
})

it('takes a stray quote as text and keeps the places of the rows', async () => {
  const table = `id,at,t\n1,2026-03-01,a\n2,2026-03-01,"b" c\n3,2026-03-01,19" screen\n4,2026-03-01,"x\n5,2026-03-01,y"\n6,2026-03-01,"z"\n`
  const rows = await rowsOf(table, mapping(opened({ t: '{t}' })))
  expect(rows.map((row) => [row.row, row.line, row.kind])).toEqual([
    [1, 2, 'events'],
    [2, 3, 'events'],
    [3, 4, 'events'],
    [4, 5, 'events'],
    [5, 7, 'events'],
  ])
  expect(dataOf(rows).map((data) => (data as { t: string }).t)).toEqual([
    'a',
    '"b" c',
    '19" screen',
    'x\n5,2026-03-01,y',
    'z',
  ])
})
