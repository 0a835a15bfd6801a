import { describe, expect, it } from 'vitest'
import { cutText, emsOf, type Note, placeNotes } from '@/components/charts/notes'

const place = (notes: readonly Note[], more: object = {}) =>
  placeNotes(notes, {
    x: (at) => at,
    left: 0,
    right: 1000,
    font: 10,
    rows: 3,
    most: 4,
    write: (note) => note.text,
    ...more,
  })
const notes = (...ats: number[]): Note[] => ats.map((at) => ({ at, text: '促销活动上线了' }))

describe('texts of notes', () => {
  it('are as wide as their letters', () => {
    expect(emsOf('活动')).toBeCloseTo(2.04)
    expect(emsOf('abcd')).toBeCloseTo(2.32)
    expect(cutText('促销活动上线了', 4.2)).toBe('促销活…')
    expect(cutText('short', 10)).toBe('short')
  })

  it('stand on one row where there is room', () => {
    expect(place(notes(100, 400, 700)).map((it) => it.row)).toEqual([0, 0, 0])
  })

  it('stagger where they would stand over each other', () => {
    const placed = place(notes(100, 105, 110))
    expect(placed.map((it) => it.row)).toEqual([0, 1, 2])
    for (const a of placed)
      for (const b of placed) {
        if (a === b || a.row !== b.row) continue
        const span = (it: typeof a) => {
          const width = emsOf(it.text ?? '') * 10
          return it.anchor === 'start' ? [it.x, it.x + width] : [it.x - width, it.x]
        }
        const [x0 = 0, x1 = 0] = span(a)
        const [y0 = 0, y1 = 0] = span(b)
        expect(x1 < y0 || y1 < x0).toBe(true)
      }
  })

  it('share a row on both sides of a line', () => {
    expect(place(notes(500, 500, 500)).map(({ row, anchor }) => [row, anchor])).toEqual([
      [0, 'start'],
      [0, 'end'],
      [1, 'start'],
    ])
  })

  it('turn left where the picture ends, and never leave it', () => {
    const [last] = place(notes(995))
    expect(last).toMatchObject({ anchor: 'end', text: '促销活动上线了' })
    expect(place(notes(5000))[0]?.x).toBe(1000)
  })

  it('are four at most; the others are folded, most important first', () => {
    const placed = place(notes(50, 250, 450, 650, 850))
    expect(placed.map((it) => it.text !== null)).toEqual([true, true, true, true, false])
    const all = place(notes(50, 250, 450, 650, 850), { most: Number.POSITIVE_INFINITY })
    expect(all.every((it) => it.text !== null)).toBe(true)
  })

  it('are folded where no row has room', () => {
    const placed = place(notes(500, 500, 500, 500, 500, 500, 500), { most: 99, rows: 2 })
    expect(placed.filter((it) => it.text !== null)).toHaveLength(4)
  })
})
