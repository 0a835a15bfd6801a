import { inflateRawSync } from 'node:zlib'
import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { readXlsx } from '@/lib/connectors/read-xlsx'
import { writeXlsx, type XlsxCell } from '@/lib/connectors/write-xlsx'
import { readDirectory, XLSX_LIMITS } from '@/lib/connectors/zip-directory'
import { exportName, exportPieces } from '@/lib/services/export-file'

async function book(rows: readonly (readonly XlsxCell[])[], columns: readonly string[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  const sheets = [
    {
      name: '说明',
      head: false,
      columns: [{ label: '' }, { label: '' }],
      rows: [['标题', '客服 & <团队>']] as const,
    },
    { name: '数据', head: true, columns: columns.map((label) => ({ label })), rows },
  ]
  for await (const piece of writeXlsx(sheets)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('XLSX files', () => {
  it('are read back as they were: numbers as numbers, texts as texts, nothing as nothing', async () => {
    const rows = [
      ['微信', 0.9132, 12, null],
      ['=1+1', -5, 1e-7, '+cmd|calc'],
      ['a\u0000b\u0007c', 3, null, 'line\nline "q" <x>'],
    ]
    const file = await book(rows, ['渠道', '率', 'n', '评语'])
    const data = await readSheet(file, 2)
    expect(data[0]).toEqual(['渠道', '率', 'n', '评语'])
    expect(data[1]).toEqual(['微信', 0.9132, 12, null])
    expect(data[2]).toEqual(['=1+1', -5, 1e-7, '+cmd|calc'])
    expect(data[3]).toEqual(['abc', 3, null, 'line\nline "q" <x>'])
    expect(await readSheet(file, 1)).toEqual([['标题', '客服 & <团队>']])
  })
  it('hold no formula, whatever a text begins with', async () => {
    const evil = ['=HYPERLINK("http://x")', '@SUM(1)', '-2+3', '=1+1', '|x']
    const file = await book([evil], ['a', 'b', 'c', 'd', 'e'])
    const entry = readDirectory(file, XLSX_LIMITS).find(({ name }) => name.endsWith('sheet2.xml'))
    if (!entry) throw new Error('no second sheet')
    const start =
      entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28)
    const xml = inflateRawSync(file.subarray(start, start + entry.packed)).toString('utf8')
    expect(xml).not.toMatch(/<f[ >]/)
    expect([...xml.matchAll(/<c r="[A-E]2" t="inlineStr">/g)]).toHaveLength(5)
    expect((await readSheet(file, 2))[1]).toEqual(evil)
  })
  it('pass our own reader, which checks the zip', async () => {
    const file = await book([['x', 1]], ['a', 'b'])
    const read = await readXlsx(file, 2)
    expect(JSON.stringify(read)).toBeTruthy()
  })
  it('are written piece by piece, in bounded memory, and end when the reader goes', async () => {
    let asked = 0
    let ended = false
    function* many(): Generator<readonly XlsxCell[]> {
      try {
        for (let i = 0; i < 200_000; i += 1) {
          asked += 1
          yield [`T-${i}`, i, 'a text of some length that is packed']
        }
      } finally {
        ended = true
      }
    }
    const pieces = writeXlsx([
      { name: 'a', head: true, columns: [{ label: 'x' }, { label: 'y' }, { label: 'z' }], rows: many() },
    ])
    for await (const _ of pieces) if (asked > 0) break
    expect(asked).toBeLessThan(100_000)
    await expect.poll(() => ended).toBe(true)
  })
  it('throw what their rows throw', async () => {
    async function* broken(): AsyncGenerator<readonly XlsxCell[]> {
      yield ['x']
      throw new Error('the database went away')
    }
    const pieces = writeXlsx([{ name: 'a', head: true, columns: [{ label: 'x' }], rows: broken() }])
    await expect(
      (async () => {
        for await (const _ of pieces) void _
      })(),
    ).rejects.toThrow('the database went away')
  })
})

describe('CSV files', () => {
  it('have a mark, heading lines, and no formula; numbers stay numbers', async () => {
    async function* rows() {
      yield ['=1+1', -3.5, null]
      yield ['+x', 2, '汉字, "q"']
    }
    let count = 0
    const pieces: Buffer[] = []
    const table = {
      title: 't',
      head: [{ label: '标题', text: '=evil' }],
      columns: [{ label: 'a' }, { label: 'b' }, { label: '@c' }],
      rows: rows(),
    }
    for await (const piece of exportPieces(table, 'csv', 'zh', (n) => {
      count += n
    }))
      pieces.push(piece)
    const text = Buffer.concat(pieces).toString('utf8')
    expect(text.startsWith('\uFEFF标题,')).toBe(true)
    expect(text).toBe(`\uFEFF标题,'=evil\r\n\r\na,b,'@c\r\n'=1+1,-3.5,\r\n'+x,2,"汉字, ""q"""\r\n`)
    expect(count).toBe(2)
  })
  it('are named by title and time, without a path', () => {
    expect(exportName('../客服/"昨日"', '2026-11-20T14:05:11+08:00', 'csv')).toBe(
      '.. 客服 昨日 2026-11-20 1405.csv',
    )
    expect(exportName('  ', '2026-11-20T14:05:11+08:00', 'xlsx')).toBe('helmline 2026-11-20 1405.xlsx')
  })
})
