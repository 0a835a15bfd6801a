/** The code a television shows until it is paired. */
import { createHash, randomInt } from 'node:crypto'

/** No 0/O, 1/I/L, no vowels: nothing to mistake, no words. 28⁶ = 482 million codes. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ'
const LENGTH = 6

/** A new code as it is shown: `7KM-4QX`. */
export function makePairingCode(): string {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('')
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}

/** What somebody typed as the code is written, `7km 4qx` → `7KM-4QX`; null where it cannot be one. */
export function readPairingCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
  if (code.length !== LENGTH || [...code].some((letter) => !ALPHABET.includes(letter))) return null
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}

/** What is stored of a code: it opens nothing by itself and dies in minutes. */
export function hashPairingCode(code: string): string {
  return createHash('sha256').update(`screen-code ${code}`).digest('hex')
}
