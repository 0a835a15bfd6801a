/**
 * Secrets that the product must be able to use again (robots' keys, passwords), sealed with AES-256-GCM. The key is
 * derived from the product's own secret by HKDF, so that a copy of the database alone opens nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { requireSecret } from './env'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

function keyOf(purpose: string): Buffer {
  const secret = requireSecret('NEXTAUTH_SECRET')
  return Buffer.from(hkdfSync('sha256', secret, 'helmline seal', purpose, 32))
}

/**
 * The text sealed: `v1.<iv>.<text and tag>` in base64url. `purpose` chooses the key; `owner` is what the secret
 * belongs to, and a sealed text opens for no other owner.
 */
export function seal(purpose: string, owner: string, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(purpose), iv)
  cipher.setAAD(Buffer.from(`${VERSION} ${purpose} ${owner}`))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${VERSION}.${iv.toString('base64url')}.${sealed.toString('base64url')}`
}

/** The text again. Null where it was sealed for another owner, with another product secret, or was changed. */
export function unseal(purpose: string, owner: string, sealed: string): string | null {
  const [version, ivText = '', body = '', ...more] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  const iv = Buffer.from(ivText, 'base64url')
  if (version !== VERSION || more.length > 0 || iv.length !== IV_BYTES || bytes.length < TAG_BYTES)
    return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose), iv)
    decipher.setAAD(Buffer.from(`${VERSION} ${purpose} ${owner}`))
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)),
      decipher.final(),
    ])
    return opened.toString('utf8')
  } catch {
    return null
  }
}
