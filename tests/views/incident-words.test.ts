import { describe, expect, it } from 'vitest'
import { fineSide } from '@/components/incidents/words'

describe('the fine side of a limit', () => {
  const numbers = { value: 3, worst: null, limit: 600 }

  it('is told by the numbers where a metric can be too low or too high', () => {
    expect(fineSide({ kind: 'threshold', ...numbers })).toBe('>=')
    expect(fineSide({ kind: 'threshold', value: 610, worst: 700, limit: 600 })).toBe('<=')
  })

  it('is below the limit of whatever is waited for, also once it came', () => {
    for (const kind of ['source', 'conversation', 'sla']) expect(fineSide({ kind, ...numbers })).toBe('<=')
  })
})
