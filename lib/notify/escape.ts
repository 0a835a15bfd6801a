/**
 * Words of customers, sources and administrators on their way into somebody else's program. Whatever they hold, what
 * comes out starts no line, calls nobody, links nowhere and formats nothing. Pure.
 */
import { maskText } from '@/lib/core/masking'

/** One line of at most `most` characters without control, direction and other invisible characters; personal numbers covered. */
export function oneLine(text: string, most: number): string {
  const clean = text
    .replace(/[\p{Zl}\p{Zp}\p{Cc}]/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...maskText(clean)]
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`
}

/** Calls and links taken apart: ＠所有人, ：//, example·com. What programs would make a mention or a link of stays words. */
export function defang(text: string): string {
  return text
    .replaceAll('@', '＠')
    .replaceAll('://', '：//')
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=[\p{L}-])/gu, '·')
}

const FULL_WIDTH = 0xfee0

/**
 * For Markdown of chat robots, of which no two know the same escapes: every sign that could format becomes its
 * full-width twin, which reads the same and means nothing.
 */
export function chatSafe(text: string): string {
  return defang(text).replace(/[<>[\]`*_~#|\\&!]/g, (sign) =>
    String.fromCodePoint((sign.codePointAt(0) ?? 0) + FULL_WIDTH),
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and attributes of HTML. */
export function htmlSafe(text: string): string {
  return defang(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
