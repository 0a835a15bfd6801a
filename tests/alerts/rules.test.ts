import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PRESETS } from '@/lib/alerts/presets'
import { differences, type RuleTest, ruleTestSchema, simulate } from '@/lib/alerts/simulate'

const folder = new URL('./rules/', import.meta.url)

const tests: readonly RuleTest[] = readdirSync(folder).flatMap((file) =>
  ruleTestSchema.array().parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
)

describe('rules as data', () => {
  for (const test of tests) {
    it(test.name, () => {
      expect(differences(test, simulate(test))).toEqual([])
    })
  }

  it('has a test that makes it fire for every preset', () => {
    const fired = new Set(
      tests
        .filter(({ expect }) => expect.some(({ tell }) => tell !== 'quiet'))
        .map(({ rule }) => rule.preset),
    )
    expect(PRESETS.filter(({ id }) => !fired.has(id)).map(({ id }) => id)).toEqual([])
  })

  it('says what is missing and what was not expected', () => {
    const [first] = tests
    if (first === undefined) throw new Error('there are no tests')
    const wrong = { ...first, expect: [{ at: '0:00:00', tell: 'fire' as const, within: 0 }] }
    const found = differences(wrong, simulate(wrong))
    expect(found[0]).toMatch(/^missing: 0:00:00 fire/)
    expect(found.slice(1).every((text) => text.startsWith('unexpected'))).toBe(true)
  })
})
