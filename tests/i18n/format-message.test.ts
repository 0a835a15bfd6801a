import full from 'use-intl/format-message'
import { describe, expect, it } from 'vitest'
import formatMessage from '@/lib/i18n/format-message'
import { en, zh } from '@/lib/i18n/messages/all'

function texts(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  return Object.entries(node as object).flatMap(([key, child]) =>
    texts(child, path === '' ? key : `${path}.${key}`),
  )
}

const counts = [0, 1, 2, 5, 1234]

describe.each([
  ['zh', zh],
  ['en', en],
] as const)('texts in %s', (locale, messages) => {
  it('are filled as use-intl fills them', () => {
    const all = texts(messages, '')
    expect(all.length).toBeGreaterThan(800)
    let plurals = 0
    let tags = 0
    for (const [key, text] of all) {
      const names = [...text.matchAll(/\{\s*(\w+)/g)].map(([, name = '']) => name)
      const wrapped = [...text.matchAll(/<(\w+)>/g)].map(([, name = '']) => name)
      if (/plural/.test(text)) plurals++
      if (wrapped.length > 0) tags++
      for (const count of counts) {
        const values: Record<string, unknown> = Object.fromEntries(
          names.map((name) => [name, text.includes(`{${name},`) ? count : `«${name}»`]),
        )
        for (const name of wrapped) values[name] = (chunks: unknown) => ({ [name]: chunks })
        const given = names.length + wrapped.length === 0 ? undefined : values
        const options = { locale, cache: { message: {} }, formatters: formatters() } as never
        const ours = formatMessage(key, text, given, { locale })
        const theirs = full(key, text, given as never, options)
        expect(ours, key).toEqual(theirs)
      }
    }
    expect(tags).toBeGreaterThan(0)
    expect(plurals > 0).toBe(locale === 'en')
  })
})

function formatters() {
  return {
    getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) =>
      new Intl.NumberFormat(...args),
    getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
      new Intl.DateTimeFormat(...args),
    getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) =>
      new Intl.PluralRules(...args),
  }
}

describe('a text that does not fit its values', () => {
  const asked = (text: string, values?: Record<string, unknown>) =>
    formatMessage('key', text, values, { locale: 'en' })
  it('says what is missing', () => {
    expect(() => asked('{name} is away')).toThrow('name')
    expect(() => asked('<b>away</b>', { b: 'no element' })).toThrow('"b"')
    expect(() => asked('{count, select, a {b} other {c}}', { count: 1 })).toThrow('unknown kind')
  })
})
