/** Fills the sentences: products, order numbers, amounts, dates and telephone numbers that belong to nobody. */
import type { DemoProduct, Language } from './company'
import type { Phrases } from './phrases'
import type { Random } from './random'
import { EN } from './texts-en'
import { ZH } from './texts-zh'

export function phrasesOf(language: Language): Phrases {
  return language === 'zh' ? ZH : EN
}

/** A mobile number of the never-assigned-looking block 1380000xxxx. */
export function phoneOf(random: Random): string {
  return `1380000${String(random.int(0, 9999)).padStart(4, '0')}`
}

const DAYS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['明天', '后天', '周三', '周五', '周六'],
  en: ['tomorrow', 'on Wednesday', 'on Friday', 'on Saturday'],
}

/** The sentence with its placeholders filled from the random stream. */
export function fill(text: string, language: Language, product: DemoProduct | null, random: Random): string {
  if (!text.includes('{')) return text
  const anything = language === 'zh' ? '商品' : 'item'
  return text
    .replace('{product}', product === null ? anything : product[language])
    .replace('{order}', () => `6041${random.int(100000, 999999)}`)
    .replace('{phone}', () => phoneOf(random))
    .replace('{amount}', () => String(random.int(2, 60) * 10 + 8))
    .replace('{date}', () => random.pick(DAYS[language]))
}
