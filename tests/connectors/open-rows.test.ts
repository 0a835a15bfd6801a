import { createReadStream, readFileSync } from 'node:fs'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { mapFile } from '@/lib/connectors/map-file'
import { type Mapping, parseMapping } from '@/lib/connectors/mapping-schema'
import { openRows } from '@/lib/connectors/open-rows'
import { shippedMapping } from '@/lib/connectors/shipped-mappings'
import { checkZip } from '@/lib/connectors/zip-directory'

const fixture = (name: string) => `tests/import/fixtures/${name}`
const chinese = parseMapping(readFileSync(fixture('gb18030-mapping.json'), 'utf8'), 'gb18030-mapping.json')
const opener = (bytes: Uint8Array) =>
  async function* () {
    yield bytes
  }

async function eventsOf(bytes: Uint8Array, mapping: Mapping, encoding: string | null = null) {
  const file = await openRows(opener(bytes), mapping, encoding)
  const events: unknown[] = []
  for await (const row of mapFile(file, mapping, { source: 's', zone: null, after: 0 })) {
    if (row.kind === 'events') events.push(...row.events)
    if (row.kind === 'reject') events.push(row.report)
  }
  return { file, events }
}

// 工单号,日期,时间,渠道,商品,处理分钟 / G1 … 抖音,耳机 / G2 … 京东,无 — written by a program that knows only GB18030
const GB = Buffer.from(
  'b9a4b5a5bac52cc8d5c6da2ccab1bce42cc7feb5c02cc9ccc6b72cb4a6c0edb7d6d6d30a47312c312f332f32' +
    '3032362c393a30352cb6b6d2f42cb6fabbfa2c33300a47322c312f332f323032362c31303a30302cbea9b6ab' +
    '2ccede2ccede0a',
  'hex',
)
const UTF8 =
  '工单号,日期,时间,渠道,商品,处理分钟\nG1,1/3/2026,9:05,抖音,耳机,30\nG2,1/3/2026,10:00,京东,无,无\n'

describe('encodings', () => {
  const expected = [
    {
      specversion: '1.0',
      id: 'G1:1',
      source: 's',
      type: 'ticket.opened',
      time: '2026-03-01T01:05:00.000Z',
      subject: 'G1',
      data: { channel: 'douyin', product: '耳机' },
    },
    {
      specversion: '1.0',
      id: 'G1:2',
      source: 's',
      type: 'ticket.resolved',
      time: '2026-03-01T01:35:00.000Z',
      subject: 'G1',
      data: {},
    },
    {
      specversion: '1.0',
      id: 'G2:1',
      source: 's',
      type: 'ticket.opened',
      time: '2026-03-01T02:00:00.000Z',
      subject: 'G2',
      data: { channel: 'jd' },
    },
  ]

  it.each([
    ['UTF-8', Buffer.from(UTF8), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${UTF8}`), 'utf-8'],
    ['GB18030', GB, 'gb18030'],
    ['UTF-16', Buffer.from(`\uFEFF${UTF8}`, 'utf16le'), 'utf-16le'],
    ['packed UTF-8', gzipSync(UTF8), 'utf-8'],
    [
      'packed GB18030 with Windows line ends',
      gzipSync(Buffer.from(GB.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')),
      'gb18030',
    ],
  ])('reads %s', async (_, bytes, encoding) => {
    const { file, events } = await eventsOf(bytes, chinese)
    expect(file.encoding).toBe(encoding)
    expect(events).toEqual(expected)
  })

  it('does as it is told', async () => {
    expect((await eventsOf(GB, chinese, 'GBK')).events).toEqual(expected)
    await expect(eventsOf(GB, chinese, 'klingon')).rejects.toThrow('The encoding "klingon" is not known')
  })

  it('refuses what is no text, and a damaged pack', async () => {
    await expect(eventsOf(Buffer.from([0x61, 0xff, 0xff, 0xff, 0x0a]), chinese)).rejects.toThrow(
      'neither UTF-8 nor GB18030',
    )
    await expect(eventsOf(gzipSync(UTF8).subarray(0, 40), chinese)).rejects.toThrow('damaged or cut off')
  })

  it('gives packed and plain rows the same hash', async () => {
    const a = await openRows(opener(Buffer.from(UTF8)), chinese, null)
    const b = await openRows(opener(gzipSync(UTF8)), chinese, null)
    expect(a.hash).toBe(b.hash)
  })
})

describe('XLSX', () => {
  const calls = shippedMapping('call-log-exercise')
  const sheet = async () => {
    const lines = readFileSync(fixture('calls.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const [header = [], ...rows] = lines
    const cells = rows.map((row) =>
      row.map((text, column) => {
        if (text === '') return null
        if (column === 2) return { type: Date, value: new Date(`${text}T00:00:00Z`), format: 'yyyy-mm-dd' }
        return /^\d+$/.test(text) ? { type: Number, value: Number(text) } : { type: String, value: text }
      }),
    )
    const head = header.map((value) => ({ type: String, value }))
    return Buffer.from(await (await writeXlsxFile([head, ...cells] as never)).toBuffer())
  }

  it('gives the same events as the same rows in CSV', async () => {
    const fromCsv = await eventsOf(readFileSync(fixture('calls.csv')), calls)
    const book = await sheet()
    const fromXlsx = await eventsOf(book, calls)
    expect(fromXlsx.file.kind).toBe('xlsx')
    expect(fromXlsx.events).toEqual(fromCsv.events)
    expect((await eventsOf(gzipSync(book), calls)).events).toEqual(fromCsv.events)
  })

  it('refuses a sheet that is not there, and a workbook for JSON lines', async () => {
    const book = await sheet()
    const named = { ...calls, input: { ...calls.input, sheet: 'Nowhere' } }
    await expect(eventsOf(book, named)).rejects.toThrow(/cannot be read: .*Nowhere/)
    await expect(eventsOf(book, shippedMapping('events-jsonl'))).rejects.toThrow('is an XLSX workbook')
  })
})

/** A zip of one entry, with any claim about its unpacked size. */
function zip(content: Buffer, claimed = content.length): Buffer {
  const packed = deflateRawSync(content)
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(claimed, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(claimed, 24)
  central.writeUInt16LE(name.length, 28)
  const at = local.length + name.length + packed.length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length + name.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([local, name, packed, central, name, end])
}

describe('checkZip', () => {
  it('passes an honest one', async () => {
    await expect(checkZip(zip(Buffer.from('<sheet/>')))).resolves.toBeUndefined()
  })

  it.each([
    ['a bomb', zip(Buffer.alloc(20_000_000)), 'times its size'],
    ['a bomb that hides its size', zip(Buffer.alloc(20_000_000), 1000), 'bigger than it claims'],
    ['one too big in sum', zip(Buffer.from('x'), 500_000_000), 'unpacks to more than 400 MB'],
    ['one cut off', zip(Buffer.from('<sheet/>')).subarray(0, 60), 'damaged or cut off'],
  ])('refuses %s', async (_, file, message) => {
    await expect(checkZip(file)).rejects.toThrow(message)
  })
})

it('reads the fixtures from a disk stream', async () => {
  const mapping = shippedMapping('support-tweets')
  const file = await openRows(() => createReadStream(fixture('tweets.csv')), mapping, null)
  const kinds: string[] = []
  for await (const row of mapFile(file, mapping, { source: 's', zone: null, after: 0 })) kinds.push(row.kind)
  expect(kinds).toEqual(['events', 'events', 'events', 'events', 'skip', 'skip', 'skip', 'skip'])
})
