'use server'

import { cookies } from 'next/headers'
import { NAMES_COOKIE } from './names-cookie'

const A_YEAR = 365 * 24 * 3600

/** Remembers in this browser whether agents' names are hidden. */
export async function setNamesHidden(hidden: unknown): Promise<void> {
  const jar = await cookies()
  if (hidden === true) {
    jar.set(NAMES_COOKIE, 'hidden', { path: '/', maxAge: A_YEAR, sameSite: 'lax', httpOnly: true })
  } else jar.delete(NAMES_COOKIE)
}
