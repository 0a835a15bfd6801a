import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { appendAudit } from '@/lib/db/audit'
import { reserveLogin } from '@/lib/db/login-limit'
import { findUserByEmail, insertSession } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { parseInput } from './parse-input'
import { checkPassword } from './password'

/** A session lives this long, in milliseconds, however much it is used. */
export const SESSION_MS = 30 * 24 * 3_600_000

export const signInInput = z.object({
  email: z
    .string('give a mail address')
    .trim()
    .toLowerCase()
    .min(1, 'give a mail address')
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
  password: z.string('give a password').min(1, 'give a password').max(500),
})

export interface SignedIn {
  readonly id: string
  readonly email: string
  readonly name: string
  /** id of the session row; goes into the cookie's token */
  readonly sid: string
}

/**
 * Checks a password and begins a session. Null where address and password do not fit (the same, in the same time,
 * for an unknown person, a wrong password and a disabled person). Throws 429 after 10 wrong passwords in 5 minutes
 * for the account or 30 for the socket address.
 */
export async function signIn(input: unknown, address: string, now: number): Promise<SignedIn | null> {
  const { email, password } = parseInput(signInInput, input)
  const slot = await reserveLogin(email, address)
  const user = await findUserByEmail(email)
  const fits = await checkPassword(user?.passwordHash ?? null, password)
  if (user === null || !fits || user.disabledAt !== null) return null
  await slot.giveBack()
  return await beginSession({ id: user.id, email: user.email, name: user.name }, 'password', now)
}

/** Begins a session of a person who has proved who they are. `how` is for the audit trail. */
export async function beginSession(
  user: { id: string; email: string; name: string },
  how: 'password' | 'oidc',
  now: number,
): Promise<SignedIn> {
  const sid = randomUUID()
  await transaction(async (client) => {
    await insertSession(client, { id: sid, userId: user.id, at: now, expiresAt: now + SESSION_MS })
    await appendAudit(client, {
      at: now,
      actor: `user:${user.id}`,
      action: 'session.begun',
      object: `user:${user.id}`,
      before: null,
      after: { how },
    })
  })
  return { ...user, sid }
}
