import { describe, expect, it } from 'vitest'
import { courseOf, troublesOf } from '@/lib/demo/incidents'

const HOUR = 3_600_000
const points = (values: readonly (number | null)[], n = 20) =>
  values.map((value, i) => ({ at: i * HOUR, value, n }))
const above = { value: 60, above: true, minSample: 8, stepMs: HOUR }

describe('troubles of the demo', () => {
  it('are stretches beyond the limit, one gap apart at most, with their worst', () => {
    expect(troublesOf('k', points([50, 70, 90, 50, 80, 50, 50, 65]), above)).toEqual([
      { key: 'k', from: HOUR, to: 5 * HOUR, worst: 90 },
      { key: 'k', from: 7 * HOUR, to: 8 * HOUR, worst: 65 },
    ])
    expect(troublesOf('k', points([70, null, null, 70]), above)).toHaveLength(2)
    expect(troublesOf('k', points([70, 80], 3), above)).toEqual([])
    expect(troublesOf('k', points([0.9, 0.8]), { ...above, value: 0.85, above: false })).toMatchObject([
      { worst: 0.8 },
    ])
  })

  it('take a course that is the same each time and runs in order', () => {
    for (let i = 0; i < 200; i++) {
      const trouble = { key: `channel=${i}`, from: i * HOUR, to: (i + 2) * HOUR, worst: 99 }
      const course = courseOf(7, trouble)
      expect(course).toEqual(courseOf(7, trouble))
      const { openedAt, acknowledgedAt, escalatedAt, recoveredAt, resolvedAt } = course
      expect(openedAt).toBeGreaterThan(trouble.from)
      expect(recoveredAt).toBeGreaterThan(openedAt)
      expect(resolvedAt).toBeGreaterThan(recoveredAt)
      if (acknowledgedAt !== null) expect(acknowledgedAt).toBeLessThan(recoveredAt)
      if (escalatedAt !== null) expect(escalatedAt).toBeLessThan(acknowledgedAt ?? recoveredAt)
    }
  })
})
