/**
 * Tokens of API keys (`hl_…`), wall screens (`hs_…`) and password links (`hp_…`): `<prefix>_<id>_<secret>`, where the id finds the row and
 * the secret of 32 random bytes is stored only as its SHA-256.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export type TokenPrefix = 'hl' | 'hs' | 'hp'

/** A new token: `token` is shown once, `id` and `hash` (64 hex digits) are stored. */
export function makeToken(prefix: TokenPrefix): {
  readonly token: string
  readonly id: string
  readonly hash: string
} {
  const id = randomBytes(9).toString('hex')
  const { secret, hash } = makeSecret()
  return { token: `${prefix}_${id}_${secret}`, id, hash }
}

/** A new secret of 32 random bytes and what is stored of it. */
export function makeSecret(): { readonly secret: string; readonly hash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, hash: hashSecret(secret) }
}

/** The parts of a token of this kind, or null where it is none. */
export function parseToken(
  prefix: TokenPrefix,
  token: string,
): { readonly id: string; readonly secret: string } | null {
  const found = /^(hl|hs|hp)_([0-9a-f]{18})_([A-Za-z0-9_-]{43})$/.exec(token)
  if (found === null || found[1] !== prefix) return null
  return { id: found[2] ?? '', secret: found[3] ?? '' }
}

/** SHA-256 of a secret, as 64 hex digits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const x = createHash('sha256').update(a).digest()
  const y = createHash('sha256').update(b).digest()
  return timingSafeEqual(x, y)
}
