/** Signs people in; the second time they bring the session of the first, so a journey begins where it is about something. */
import type { Cookie, Page } from '@playwright/test'
import { command } from './command'

export const PASSWORD = 'a long enough password'

const sessions = new Map<string, Cookie[]>()

/** Makes an account, or gives it this role and password. */
export function account(email: string, role: 'admin' | 'manager' | 'supervisor'): void {
  command('user', '--email', email, '--role', role, '--password', PASSWORD)
}

/** The page's context is signed in afterwards; the page is anywhere: go where the test begins. */
export async function signIn(page: Page, email: string): Promise<void> {
  const kept = sessions.get(email)
  if (kept) {
    await page.context().addCookies(kept)
    return
  }
  await page.goto('/sign-in')
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  sessions.set(email, await page.context().cookies())
}

/** Their session is over: the next time they sign in anew. */
export function signedOut(email: string): void {
  sessions.delete(email)
}

/** A name nothing of an earlier run has. */
export const fresh = (name: string): string => `${name}-${Date.now().toString(36)}`
