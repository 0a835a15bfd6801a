/**
 * XLSX files written row by row, so that a million rows need no more memory than ten: the libraries at hand hold the
 * whole book. Texts are inline strings and never formulas, whatever they begin with.
 */
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A text, a number in the column's style, or nothing. */
export type XlsxCell = string | number | null

export interface XlsxSheet {
  /** at most 31 characters, none of []:*?/\ */
  readonly name: string
  readonly columns: readonly { readonly label: string; readonly percent?: boolean; readonly width?: number }[]
  readonly rows: AsyncIterable<readonly XlsxCell[]> | Iterable<readonly XlsxCell[]>
  /** the labels stand in the first row, bold, and stay in sight */
  readonly head: boolean
}

/** Rows a sheet can have with its head. */
export const XLSX_ROWS = 1_048_575
const LONGEST_TEXT = 32_767
const PLAIN = 0
const BOLD = 1
const PERCENT = 2

// XML has no place for these, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are meant
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char)

/** `A`, `Z`, `AA`: the letters of a column, the first is 0. */
function letters(index: number): string {
  const rest = Math.floor(index / 26)
  return `${rest > 0 ? letters(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`
}

function cellXml(cell: XlsxCell | undefined, place: string, style: number): string {
  if (cell === null || cell === undefined || cell === '') return ''
  const look = style === PLAIN ? '' : ` s="${style}"`
  if (typeof cell === 'number')
    return Number.isFinite(cell) ? `<c r="${place}"${look}><v>${cell}</v></c>` : ''
  const text = escaped(cell.slice(0, LONGEST_TEXT))
  return `<c r="${place}" t="inlineStr"${look}><is><t xml:space="preserve">${text}</t></is></c>`
}

async function* sheetXml(sheet: XlsxSheet): AsyncGenerator<string> {
  const { columns, head } = sheet
  const names = columns.map((_, i) => letters(i))
  const line = (cells: readonly XlsxCell[], number: number, style: (i: number) => number) =>
    `<row r="${number}">${names.map((name, i) => cellXml(cells[i], `${name}${number}`, style(i))).join('')}</row>`
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${
    head ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ''
  }</sheetView></sheetViews><cols>${columns
    .map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width ?? 14}" customWidth="1"/>`)
    .join('')}</cols><sheetData>`
  let number = 0
  if (head) {
    number += 1
    yield line(
      columns.map(({ label }) => label),
      number,
      () => BOLD,
    )
  }
  const styles = columns.map(({ percent }) => (percent ? PERCENT : PLAIN))
  let waiting = ''
  for await (const cells of sheet.rows) {
    number += 1
    waiting += line(cells, number, (i) => (head || i > 0 ? (styles[i] ?? PLAIN) : BOLD))
    if (waiting.length > 65_536) {
      yield waiting
      waiting = ''
    }
  }
  yield `${waiting}</sheetData></worksheet>`
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const OFFICE = 'http://schemas.openxmlformats.org'

function frame(sheets: readonly XlsxSheet[]): readonly (readonly [name: string, text: string])[] {
  const types = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  )
  const list = sheets.map(
    ({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  )
  const links = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  return [
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><bookViews><workbookView activeTab="${sheets.length - 1}"/></bookViews><sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">${links.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `${XML}<styleSheet xmlns="${OFFICE}/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>`,
    ],
  ]
}

interface Entry {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

// 1980-01-01: files of one content are the same bytes whenever they are made.
const DOS_DATE = 0x0021
const FLAGS = 0x0808
const DEFLATE = 8
const VERSION = 20

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(FLAGS, 6)
  head.writeUInt16LE(DEFLATE, 8)
  head.writeUInt16LE(DOS_DATE, 12)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function descriptor({ crc, packed, size }: Entry): Buffer {
  const tail = Buffer.alloc(16)
  tail.writeUInt32LE(0x08074b50, 0)
  tail.writeUInt32LE(crc, 4)
  tail.writeUInt32LE(packed, 8)
  tail.writeUInt32LE(size, 12)
  return tail
}

function directory(entries: readonly Entry[], offset: number): Buffer {
  const parts = entries.map((entry) => {
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(VERSION, 4)
    head.writeUInt16LE(VERSION, 6)
    head.writeUInt16LE(FLAGS, 8)
    head.writeUInt16LE(DEFLATE, 10)
    head.writeUInt16LE(DOS_DATE, 14)
    head.writeUInt32LE(entry.crc, 16)
    head.writeUInt32LE(entry.packed, 20)
    head.writeUInt32LE(entry.size, 24)
    head.writeUInt16LE(entry.name.length, 28)
    head.writeUInt32LE(entry.offset, 42)
    return Buffer.concat([head, entry.name])
  })
  const central = Buffer.concat(parts)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([central, end])
}

/** The book in pieces. Whatever the rows throw is thrown; ending early ends them too. */
export async function* writeXlsx(sheets: readonly XlsxSheet[]): AsyncGenerator<Buffer> {
  const entries: Entry[] = []
  let offset = 0
  const files: (readonly [string, AsyncIterable<string> | Iterable<string>])[] = [
    ...frame(sheets).map(([name, text]) => [name, [text]] as const),
    ...sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)] as const),
  ]
  for (const [path, source] of files) {
    const name = Buffer.from(path, 'utf8')
    const began = offset
    const head = localHeader(name)
    offset += head.length
    yield head
    let crc = 0
    let size = 0
    let packed = 0
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const text of source) {
        const bytes = Buffer.from(text, 'utf8')
        crc = crc32(bytes, crc)
        size += bytes.length
        yield bytes
      }
    }
    const input = Readable.from(counted(), { objectMode: false })
    const deflate = createDeflateRaw({ level: 6 })
    input.on('error', (error) => deflate.destroy(error))
    deflate.on('close', () => input.destroy())
    for await (const piece of input.pipe(deflate) as AsyncIterable<Buffer>) {
      packed += piece.length
      offset += piece.length
      yield piece
    }
    const entry: Entry = { name, crc, packed, size, offset: began }
    entries.push(entry)
    const tail = descriptor(entry)
    offset += tail.length
    yield tail
  }
  yield directory(entries, offset)
}
