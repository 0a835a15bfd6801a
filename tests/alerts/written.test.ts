import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDuration, readNumber, writeNumber } from '@/components/rules/written'
import { formats } from '@/lib/i18n/format'

const f = formats('zh', 'Asia/Shanghai')

describe('numbers of a rule as people write them', () => {
  it('reads durations in every usual form', () => {
    expect(readDuration('1:15')).toBe(75)
    expect(readDuration('1:02:03')).toBe(3_723)
    expect(readDuration('90')).toBe(90)
    expect(readDuration('3 分钟')).toBe(180)
    expect(readDuration('2 小时 30 分')).toBe(9_000)
    expect(readDuration('2h')).toBe(7_200)
    expect(readDuration('1 d 4 h')).toBe(100_800)
    expect(readDuration('soon')).toBeNull()
    expect(readDuration('3 分钟 x')).toBeNull()
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_599 }),
        fc.constantFrom('zh' as const, 'en' as const),
        (seconds, locale) => {
          const own = formats(locale, 'Asia/Shanghai')
          expect(readNumber('seconds', writeNumber('seconds', seconds, own))).toBe(seconds)
        },
      ),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (percent) => {
        expect(readNumber('change', writeNumber('change', percent / 100, f))).toBeCloseTo(percent / 100)
        expect(readNumber('share', writeNumber('share', percent / 100, f))).toBeCloseTo(percent / 100)
        expect(readNumber('count', writeNumber('count', percent, f))).toBe(percent)
      }),
    )
    expect(readNumber('seconds', f.duration(86_400))).toBe(86_400)
    expect(readNumber('seconds', f.duration(9_000))).toBe(9_000)
  })

  it('takes per cents with and without their sign, and nothing else', () => {
    expect(readNumber('share', '85')).toBe(0.85)
    expect(readNumber('share', '85 %')).toBe(0.85)
    expect(readNumber('change', '+120%')).toBe(1.2)
    expect(readNumber('count', 'many')).toBeNull()
    expect(readNumber('share', '')).toBeNull()
  })
})
