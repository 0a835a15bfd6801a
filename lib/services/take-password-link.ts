import { notFound } from '@/lib/core/errors'
import { passwordForm } from '@/lib/core/settings-forms'
import { hashSecret, parseToken, sameText } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { findPasswordLink, removePasswordLink, setPassword } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { parseInput } from './parse-input'
import { hashPassword } from './password'

/**
 * Looks at a one-time link `{token}`, or sets the password by it `{token, password}`; then the link is dead and all
 * sessions of the person end. Nobody is signed in here: the token is the proof. Throws 404 for a link that is unknown,
 * used or past its end.
 */
export async function takePasswordLink(
  input: unknown,
  now: number,
): Promise<{ email: string; name: string; done: boolean }> {
  const { token, password } = parseInput(passwordForm, input)
  const parts = parseToken('hp', token)
  if (parts === null) throw notFound()
  return await transaction(async (client) => {
    const link = await findPasswordLink(client, parts.id, now)
    if (link === null || !sameText(link.hash, hashSecret(parts.secret))) throw notFound()
    const { email, name, userId } = link
    if (password === undefined) return { email, name, done: false }
    await setPassword(client, userId, await hashPassword(password), now)
    await removePasswordLink(client, userId)
    await appendAudit(client, {
      at: now,
      actor: `user:${userId}`,
      action: 'user.password_set',
      object: `user:${userId}`,
      before: null,
      after: { by: 'link' },
    })
    return { email, name, done: true }
  })
}
