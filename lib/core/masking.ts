/**
 * Personal numbers in free text, hidden for display: mobile and fixed phones, e-mail addresses, Chinese identity
 * cards and bank cards. What remains lets a colleague tell two values apart and nobody call them.
 */

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)+[\p{L}\p{N}]{2,24}/gu
/** Runs of digits with the separators people type; the last place of an identity card may be X. */
const DIGITS =
  /(?<![A-Za-z0-9_])[+(]?\d[\d \-–—.()]{5,28}[\dXx](?![A-Za-z0-9_]|\.\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)/g

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const ID_CHECK = '10X98765432'

function isIdentityCard(plain: string): boolean {
  if (!/^\d{6}(?:18|19|20)\d{9}[\dX]$/.test(plain)) return false
  const month = Number(plain.slice(10, 12))
  const day = Number(plain.slice(12, 14))
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(plain[i]), 0)
  // A mistyped last digit is still somebody's card.
  return ID_CHECK[sum % 11] === plain[17] || day <= 31
}

function passesLuhn(plain: string): boolean {
  let sum = 0
  for (let i = 0; i < plain.length; i++) {
    const digit = Number(plain[plain.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const cover = (plain: string, head: number, tail: number): string =>
  `${plain.slice(0, head)}${'*'.repeat(Math.max(1, plain.length - head - tail))}${plain.slice(-tail)}`

/** The number in digits only, covered; null where it is no personal number. */
function coverNumber(found: string): string | null {
  const international = found.startsWith('+')
  const plain = found.replace(/[^\dXx]/g, '').toUpperCase()
  if (isIdentityCard(plain)) return cover(plain, 6, 4)
  if (plain.includes('X')) return null
  if (international && !plain.startsWith('86')) {
    return plain.length >= 8 && plain.length <= 15 ? `+${cover(plain, 2, 2)}` : null
  }
  const national = plain.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '')
  if (/^1[3-9]\d{9}$/.test(national)) return cover(national, 3, 4)
  if (/^\d{15}$|^\d{16,19}$/.test(plain) && passesLuhn(plain)) return cover(plain, 4, 4)
  if (/^0\d{9,11}$/.test(plain)) return cover(plain, 3, 2)
  // Grouped the way telephone numbers are written: 415-555-2671, (020) 8888 6666.
  if (/^\(?\d{3}\)?[ -]\d{3}[ -]\d{4}$/.test(found) || /^\(0\d{2,3}\) ?\d{3,4} ?\d{4}$/.test(found))
    return cover(plain, 3, 2)
  return null
}

function coverEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}***${address.slice(at)}`
}

/**
 * The text with every personal number covered: 138****5678, z***@example.com, 110101********1234. A text
 * without any comes back as it is.
 */
export function maskText(text: string): string {
  return text.replace(EMAIL, coverEmail).replace(DIGITS, (found) => {
    const lead = /^\s*/.exec(found)?.[0] ?? ''
    return coverNumber(found.trim()) === null ? maskParts(found) : `${lead}${coverNumber(found.trim())}`
  })
}

/** Two numbers side by side are found as one run; each is looked at by itself. */
function maskParts(run: string): string {
  return run.replace(/\+?\d[\d-]{5,28}[\dXx]/g, (part) => coverNumber(part) ?? part)
}

/** 陈晓 → 陈**. Two people of one first sign look alike on purpose. */
export function maskName(name: string): string {
  const first = [...name.trim()][0]
  return first === undefined ? '' : `${first}**`
}

/** Every string inside a JSON value masked; the value itself is not changed. */
export function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map(maskDeep)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskDeep(inner)]))
}
