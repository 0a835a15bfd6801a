import { describe, expect, it } from 'vitest'
import { LOCALES, parseLocale, parseTheme } from '@/lib/i18n/locale'
import { channelName, dimensionValueName } from '@/lib/i18n/names'
import { messagesOf, translator } from '@/lib/i18n/translate'

type Tree = { readonly [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}/`),
  )
}
// A hole is {name} or {name, plural, …}; a branch of a plural may begin with a word.
const HOLE = /(?<!(?:=\d+|\b(?:zero|one|two|few|many|other)) ?)\{(\w+)\s*[,}]/g
const holes = (text: string): string[] => [...new Set([...text.matchAll(HOLE)].map((m) => m[1] ?? ''))].sort()

describe('messages', () => {
  const zh = leaves(messagesOf('zh'))
  const en = new Map(leaves(messagesOf('en')))

  it('has the same texts in both languages, with the same holes', () => {
    expect([...en.keys()].sort()).toEqual(zh.map(([key]) => key).sort())
    for (const [key, text] of zh) expect([key, holes(en.get(key) ?? '')]).toEqual([key, holes(text)])
  })
  it('uses full-width punctuation in Chinese', () => {
    for (const [key, text] of zh) expect([key, /[一-鿿][,;:!?]/.test(text)]).toEqual([key, false])
  })
  it('translates with values', () => {
    expect(translator('zh')('tile.target', { target: '≤ 1:00' })).toBe('目标 ≤ 1:00')
    expect(translator('en')('tile.pieces', { count: 1 })).toBe('1 case')
    expect(translator('en')('tile.pieces', { count: 3 })).toBe('3 cases')
  })
  it('reads cookies, and falls back', () => {
    expect(LOCALES.map(parseLocale)).toEqual(['zh', 'en'])
    expect(parseLocale('fr')).toBe('zh')
    expect(parseLocale(undefined)).toBe('zh')
    expect(parseTheme('dark')).toBe('dark')
    expect(parseTheme('pink')).toBe('system')
  })
  it('names values that come from data, and leaves unknown ones alone', () => {
    expect(channelName('zh', 'douyin')).toBe('抖音')
    expect(channelName('en', 'carrier-pigeon')).toBe('carrier-pigeon')
    expect(channelName('zh', 'constructor')).toBe('constructor')
    expect(channelName('zh', null)).toBe('未填')
    expect(dimensionValueName('en', 'customerTier', 'vip')).toBe('VIP')
    expect(dimensionValueName('zh', 'product', 'sofa')).toBe('sofa')
  })
})
