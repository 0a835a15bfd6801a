import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnWidths,
  compareCells,
  nextSort,
  phonePlaces,
  readSort,
  sortRows,
  sortValue,
  textWidth,
  writeSort,
} from '@/components/tables/layout'
import type { TableColumn, TableRow, TableSort } from '@/components/tables/types'

describe('order of cells', () => {
  it('is an order: numbers before texts, whatever is compared', () => {
    const value = fc.oneof(fc.double({ noNaN: true }), fc.string())
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareCells(a, b, 'zh'))).toBe(-Math.sign(compareCells(b, a, 'zh')) + 0)
        if (compareCells(a, b, 'zh') <= 0 && compareCells(b, c, 'zh') <= 0)
          expect(compareCells(a, c, 'zh')).toBeLessThanOrEqual(0)
      }),
    )
  })
  it('sorts 汉字 by pinyin and numbers within texts by size', () => {
    const sorted = ['张', '李', '王', '安'].sort((a, b) => compareCells(a, b, 'zh'))
    expect(sorted).toEqual(['安', '李', '王', '张'])
    expect(compareCells('T-2', 'T-10', 'en')).toBeLessThan(0)
  })
  it('takes no data for no value', () => {
    expect(sortValue(undefined)).toBeUndefined()
    expect(sortValue({ value: null, text: '—' })).toBeUndefined()
    expect(sortValue({ value: 0, text: '0' })).toBe(0)
  })
})

const columns: TableColumn[] = [
  { id: 'state', label: '状态', glyph: true },
  { id: 'name', label: '客服' },
  { id: 'frt', label: '首响', align: 'right' },
  { id: 'csat', label: '满意度', align: 'right' },
  { id: 'team', label: '团队' },
]

describe('an order in an address', () => {
  it('is read as it was written', () => {
    const orders: (TableSort | null)[] = [null, { id: 'frt', desc: true }, { id: 'name', desc: false }]
    for (const order of orders) expect(readSort(writeSort(order), columns)).toEqual(order)
  })
  it('is none where the column is not there or has no order', () => {
    for (const text of [null, '', 'gone', '-gone', 'state']) expect(readSort(text, columns)).toBeUndefined()
    expect(readSort('team', [{ id: 'team', label: '团队', sortable: false }])).toBeUndefined()
  })
})

describe('places on a phone', () => {
  it('are the title, the key figure, the second line, and the rest', () => {
    expect(phonePlaces(columns)).toEqual({
      state: 'state',
      name: 'title',
      frt: 'key',
      csat: 'sub',
      team: 'more',
    })
  })
  it('are as the columns say where they do', () => {
    const asked = columns.map((column): TableColumn => {
      if (column.id === 'team') return { ...column, phone: 'title' }
      return column.id === 'csat' ? { ...column, phone: 'key' } : column
    })
    expect(phonePlaces(asked)).toEqual({
      state: 'state',
      name: 'more',
      frt: 'sub',
      csat: 'key',
      team: 'title',
    })
  })
})

describe('widths of a virtual table', () => {
  const row = (i: number, text: string): TableRow => ({
    id: String(i),
    cells: { name: { value: text, text }, frt: { value: i, text: '0:10', note: 'n 3' } },
  })
  it('fit the longest of the rows they look at, within bounds', () => {
    const { columns: widths, least } = columnWidths(columns, [row(1, '木子'), row(2, '抖音直播组的人')])
    const of = (id: string) => widths.find((it) => it.id === id)?.width ?? 0
    expect(of('state')).toBe(36)
    expect(of('name')).toBeGreaterThan(textWidth('抖音直播组的人'))
    expect(of('frt')).toBeGreaterThan(44 + textWidth('0:10'))
    expect(least).toBe(widths.reduce((sum, it) => sum + (it.width ?? 0), 0))
    const long = columnWidths(columns, [row(1, '长'.repeat(400))])
    expect(long.columns.find((it) => it.id === 'name')?.width).toBe(280)
  })
  it('leave what is left to the growing column', () => {
    const grown = columnWidths([{ id: 'name', label: '事由', grow: true }], [row(1, 'x')])
    expect(grown).toEqual({ columns: [{ id: 'name', width: null }], least: 200 })
  })
  it('take a hundred thousand rows in a moment', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => row(i, `T-${i}`))
    const began = performance.now()
    columnWidths(columns, many)
    expect(performance.now() - began).toBeLessThan(500)
  })
})

describe('sorting by a column', () => {
  const name: TableColumn = { id: 'name', label: 'Name' }
  const count: TableColumn = { id: 'count', label: 'Count', align: 'right' }
  const row = (id: string, value: number | null): TableRow => ({
    id,
    cells: { name: { value: id, text: id }, count: { value, text: String(value) } },
  })
  const rows = [row('b', 2), row('a', null), row('c', 10), row('d', 2)]
  const ids = (sort: TableSort | null) => sortRows(rows, sort, 'en').map(({ id }) => id)

  it('turns with each click, and at the third leaves the rows as they were given', () => {
    const first = nextSort(null, count)
    expect(first).toEqual({ id: 'count', desc: true })
    const second = nextSort(first, count)
    expect(second).toEqual({ id: 'count', desc: false })
    expect(nextSort(second, count)).toBeNull()
    expect(nextSort(first, name)).toEqual({ id: 'name', desc: false })
    expect(nextSort(null, { ...count, first: 'asc' })).toEqual({ id: 'count', desc: false })
  })
  it('keeps equal rows in their order and puts those without data last both ways', () => {
    expect(ids({ id: 'count', desc: true })).toEqual(['c', 'b', 'd', 'a'])
    expect(ids({ id: 'count', desc: false })).toEqual(['b', 'd', 'c', 'a'])
    expect(ids({ id: 'name', desc: false })).toEqual(['a', 'b', 'c', 'd'])
    expect(ids(null)).toEqual(['b', 'a', 'c', 'd'])
  })
})
