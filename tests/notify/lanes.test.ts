/** Spacing, back-off and digests. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { seal, unseal } from '@/lib/core/seal'
import { backOff, digestOf, fitting, foldsFrom, limitedUntil, spacing } from '@/lib/notify/lanes'
import { httpTarget } from '@/lib/notify/targets'
import type { AlarmMessage, MessageSetting } from '@/lib/notify/types'
import { MESSAGE, SETTING } from './message'

const MINUTE = 60_000
const AT: MessageSetting = { ...SETTING, resent: true }
const alarm = (number: number, title: string): AlarmMessage => ({
  ...MESSAGE,
  incident: { id: '0b5c6ee0-0000-4000-8000-000000000009', number },
  title: { zh: title, en: title },
  path: `/incidents/${number}`,
})

describe('back-off', () => {
  it('doubles from 5 seconds to 30 minutes, a fifth more or less', () => {
    expect([1, 2, 3, 4].map((n) => backOff(n, 0.5))).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(backOff(1, 0)).toBe(4_000)
    expect(backOff(1, 0.999999)).toBe(6_000)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, random) => {
          const wait = backOff(n, random)
          expect(wait).toBeGreaterThanOrEqual(4_000)
          expect(wait).toBeLessThanOrEqual(36 * MINUTE)
        },
      ),
    )
  })
})

describe('limits', () => {
  it('the 18th message of a minute is the last, and its place comes free a minute after the first', () => {
    const limits = { perMinute: 18, perSecond: null }
    expect(limitedUntil(limits, 17, 1_000)).toBeNull()
    expect(limitedUntil(limits, 18, 1_000)).toBe(61_000)
    expect(limitedUntil({ perMinute: null, perSecond: null }, 9_999, 1)).toBeNull()
  })
  it('leaves time between messages, more of it once a third of the minute is used', () => {
    expect(spacing({ perMinute: 18, perSecond: null }, 0)).toBe(0)
    expect(spacing({ perMinute: 18, perSecond: null }, 6)).toBe(3_334)
    expect(spacing({ perMinute: 50, perSecond: 1 }, 0)).toBe(1_050)
    expect(spacing({ perMinute: null, perSecond: null }, 500)).toBe(0)
  })
  it('gathers where there are limits, sooner in a busy minute', () => {
    const limits = { perMinute: 18, perSecond: null }
    expect(foldsFrom(limits, 0, 3)).toBe(false)
    expect(foldsFrom(limits, 0, 4)).toBe(true)
    expect(foldsFrom(limits, 6, 2)).toBe(true)
    expect(foldsFrom({ perMinute: null, perSecond: null }, 500, 500)).toBe(false)
  })
})

describe('digests', () => {
  const titles = fc.string({ unit: 'binary', maxLength: 300 })
  it('hold as many as fit, at least one, each with its number', () => {
    fc.assert(
      fc.property(
        fc.array(titles, { minLength: 1, maxLength: 120 }),
        fc.constantFrom('wecom', 'dingtalk', 'feishu', 'slack', 'sms' as const),
        (all, kind) => {
          const target = httpTarget(kind)
          if (target === null) throw new Error(kind)
          const messages = all.map((title, i) => alarm(3_000 + i, title))
          const count = fitting(messages, target.content, AT, target.maxBytes)
          expect(count).toBeGreaterThanOrEqual(1)
          const size = (n: number) =>
            Buffer.byteLength(target.content(digestOf(messages.slice(0, n), AT.zone), AT))
          expect(size(count)).toBeLessThanOrEqual(target.maxBytes)
          if (count < messages.length) expect(size(count + 1)).toBeGreaterThan(target.maxBytes)
          const said = target.content(digestOf(messages.slice(0, count), AT.zone), AT)
          for (let i = 0; i < count; i++) expect(said).toContain(`A-${3_000 + i}`)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('sealed secrets', () => {
  it('open for their owner and with this product’s secret only', () => {
    process.env.NEXTAUTH_SECRET = 'a-test-secret-that-is-long-enough-0123456789'
    resetEnv()
    const sealed = seal('notify-target', 'a', '{"url":"https://x.example/key"}')
    expect(sealed).not.toContain('key')
    expect(seal('notify-target', 'a', 'same')).not.toBe(seal('notify-target', 'a', 'same'))
    expect(unseal('notify-target', 'a', sealed)).toBe('{"url":"https://x.example/key"}')
    expect(unseal('notify-target', 'b', sealed)).toBeNull()
    expect(unseal('other', 'a', sealed)).toBeNull()
    const flipped = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    expect(unseal('notify-target', 'a', flipped)).toBeNull()
    for (const bad of ['', 'v1', 'v1..', 'v2.a.b', 'v1.AAAA.BBBB'])
      expect(unseal('notify-target', 'a', bad)).toBeNull()
    process.env.NEXTAUTH_SECRET = 'another-secret-that-is-long-enough-0123456789'
    resetEnv()
    expect(unseal('notify-target', 'a', sealed)).toBeNull()
  })
})
