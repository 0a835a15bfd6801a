import { describe, expect, it } from 'vitest'
import { parseRecent, type Recent, withRecent } from '@/components/palette/recent'
import { isUnder, navGroups } from '@/components/shell/nav-items'
import { matching, withChosenFirst } from '@/components/views/filter-values'
import { dayOfMonth, firstOfMonth, monthLater, sameDayLater, weeksOf } from '@/components/views/month'
import { narrowingTexts } from '@/components/views/narrowing-text'
import { parseDate } from '@/lib/core/zone'
import { formats } from '@/lib/i18n/format'

const day = (text: string): number => {
  const found = parseDate(text)
  if (found === null) throw new Error(`${text} is no date`)
  return found
}

describe('the months of the calendar', () => {
  it('begin on Monday and hold every day once', () => {
    const weeks = weeksOf(day('2026-11-20'))
    expect(weeks).toHaveLength(6)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    const days = weeks.flat().filter((it) => it !== null)
    expect(days).toHaveLength(30)
    expect(days[0]).toBe(day('2026-11-01'))
    // 1 November 2026 is a Sunday: the last place of the first week.
    expect(weeks[0]?.[6]).toBe(day('2026-11-01'))
    expect(weeksOf(day('2027-02-10'))).toHaveLength(4)
  })

  it('step over the ends of months and years', () => {
    expect(firstOfMonth(day('2026-11-20'))).toBe(day('2026-11-01'))
    expect(monthLater(day('2026-12-31'), 1)).toBe(day('2027-01-01'))
    expect(monthLater(day('2026-01-15'), -1)).toBe(day('2025-12-01'))
    expect(sameDayLater(day('2026-03-31'), -1)).toBe(day('2026-02-28'))
    expect(sameDayLater(day('2028-01-31'), 1)).toBe(day('2028-02-29'))
    expect(dayOfMonth(day('2026-11-20'))).toBe(20)
  })
})

describe('the values of a filter', () => {
  const found = {
    options: [
      { value: 'jd', count: 9 },
      { value: 'douyin', count: 4 },
      { value: null, count: 1 },
    ],
    more: false,
  }

  it('have those chosen on top, each once; a chosen one without tickets counts 0', () => {
    expect(withChosenFirst(found, ['douyin', 'sms'])).toEqual([
      { value: 'douyin', count: 4 },
      { value: 'sms', count: 0 },
      { value: 'jd', count: 9 },
      { value: null, count: 1 },
    ])
    // Where not all were counted, nothing is known of the missing one.
    expect(withChosenFirst({ ...found, more: true }, ['sms'])[0]).toEqual({ value: 'sms', count: null })
  })

  it('are found by their name and by what stands in the data', () => {
    expect(matching(found.options, '抖', 'channel', 'zh').map((it) => it.value)).toEqual(['douyin'])
    expect(matching(found.options, 'JD', 'channel', 'zh').map((it) => it.value)).toEqual(['jd'])
    expect(matching(found.options, '未填', 'channel', 'zh').map((it) => it.value)).toEqual([null])
    expect(matching(found.options, ' ', 'channel', 'zh')).toHaveLength(3)
  })
})

describe('what a cell narrowed a list to', () => {
  it('is said in words', () => {
    const words = narrowingTexts(
      { weekday: '1,5', hour: '14', min: '60', customer: 'c-1' },
      formats('zh', 'Asia/Shanghai'),
      (key) => key,
    )
    expect(words.map(({ key, text }) => [key, text])).toEqual([
      ['weekday', '周一、周五'],
      ['hour', '14:00–15:00'],
      ['min', '≥ 60'],
      ['customer', 'c-1'],
    ])
  })
})

describe('navigation', () => {
  it('shows the screens to those who manage them only', () => {
    const keys = (role: string) =>
      navGroups(role)
        .flat()
        .map((item) => item.key)
    expect(keys('admin')).toContain('screens')
    expect(keys('manager')).toContain('screens')
    for (const role of ['supervisor', 'lead', 'agent', 'auditor']) expect(keys(role)).not.toContain('screens')
  })

  it('knows which place a page belongs to, and gives each its own keys', () => {
    expect(isUnder({ href: '/' }, '/channels')).toBe(false)
    expect(isUnder({ href: '/teams', also: ['/agents'] }, '/agents/陈晓')).toBe(true)
    expect(isUnder({ href: '/time' }, '/timer')).toBe(false)
    const shortcuts = navGroups('admin')
      .flat()
      .flatMap((item) => item.shortcut ?? [])
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })
})

describe('recent places', () => {
  it('keep what leads inside the product and nothing else', () => {
    const text = JSON.stringify([
      { href: '/agents/x', label: 'x', hint: null },
      { href: '//evil.example', label: 'x', hint: null },
      { href: 'javascript:alert(1)', label: 'x', hint: null },
      { href: '/a' },
      7,
    ])
    expect(parseRecent(text).map((it) => it.href)).toEqual(['/agents/x'])
    expect(parseRecent('{')).toEqual([])
    expect(parseRecent(null)).toEqual([])
  })

  it('hold each place once, the latest first, six at most', () => {
    const place = (href: string) => ({ href, label: href, hint: null })
    let list: readonly Recent[] = []
    for (const href of ['/a', '/b', '/c', '/d', '/e', '/f', '/a']) list = withRecent(list, place(href))
    expect(list.map((it) => it.href)).toEqual(['/a', '/f', '/e', '/d', '/c', '/b'])
    expect(withRecent(list, place('/g'))).toHaveLength(6)
  })
})
