import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '@/lib/core/differences'

describe('differences', () => {
  it('names the places that changed, and what is gone', () => {
    expect(
      differences(
        { role: 'lead', teams: ['a'], scope: { channel: 'jd', team: null }, gone: 1 },
        { role: 'lead', teams: ['a', 'b'], scope: { channel: 'taobao' } },
      ),
    ).toEqual([
      { path: 'teams', before: 'a', after: 'a, b' },
      { path: 'scope.channel', before: 'jd', after: 'taobao' },
      { path: 'gone', before: '1', after: null },
    ])
  })
  it('takes what is made from nothing apart, and lists of objects by their place', () => {
    expect(differences(null, { name: 'x', on: true })).toEqual([
      { path: 'name', before: null, after: 'x' },
      { path: 'on', before: null, after: 'true' },
    ])
    expect(differences({ steps: [{ m: 0 }, { m: 5 }] }, { steps: [{ m: 0 }, { m: 9 }, { m: 15 }] })).toEqual([
      { path: 'steps[1].m', before: '5', after: '9' },
      { path: 'steps[2].m', before: null, after: '15' },
    ])
    expect(differences('a', 'b')).toEqual([{ path: '', before: 'a', after: 'b' }])
  })
  it('finds nothing between equal values, something between different ones', () => {
    const json = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(differences(a, structuredClone(a))).toEqual([])
        const bare = (value: unknown): unknown =>
          typeof value === 'object' && value !== null && !Array.isArray(value)
            ? Object.fromEntries(
                Object.entries(value)
                  .filter(([, v]) => v !== null)
                  .map(([k, v]) => [k, bare(v)])
                  .sort(([x], [y]) => (String(x) < String(y) ? -1 : 1)),
              )
            : Array.isArray(value)
              ? value.map(bare)
              : value
        if (differences(a, b).length === 0 && !JSON.stringify([a, b]).includes('{'))
          expect(bare(a)).toEqual(bare(b))
      }),
    )
  })
})
