import { maskText } from '@/lib/core/masking'
import { listSignIns, listUserRows, type UserRow } from '@/lib/db/people'
import { type Context, requireRole } from './context'

export interface Person extends Omit<UserRow, 'passwordHash'> {
  /** covered: 138****5678 */
  readonly phone: string | null
  readonly hasPassword: boolean
  /** epoch ms; null = never */
  readonly lastSignInAt: number | null
  /** until when a link to set the password is open; null = none is */
  readonly linkUntil: number | null
}

/** Everybody, by address, without password hashes and with covered phones. Needs role admin, manager or auditor. */
export async function listUsers(ctx: Context): Promise<readonly Person[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [users, signIns] = await Promise.all([listUserRows(), listSignIns(ctx.now)])
  return users.map(({ passwordHash, ...user }) => ({
    ...user,
    phone: user.phone === null ? null : coverPhone(user.phone),
    hasPassword: passwordHash !== null,
    ...(signIns.get(user.id) ?? { lastSignInAt: null, linkUntil: null }),
  }))
}

/** A number entered as a phone is one, also where no pattern of a country knows it. */
export function coverPhone(phone: string): string {
  const covered = maskText(phone)
  return covered === phone ? `${phone.slice(0, 2)}****${phone.slice(-2)}` : covered
}
