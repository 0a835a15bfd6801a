/** People, keys and sessions for tests. */

import { type Role, type Scope, systemContext } from '@/lib/services/context'
import { createApiKey } from '@/lib/services/create-api-key'
import { upsertUser } from '@/lib/services/upsert-user'

export const system = () => systemContext('test', Date.now())

export async function makeKey(name: string, ...scopes: Scope[]): Promise<string> {
  return (await createApiKey(system(), { name, scopes })).token
}

export const PASSWORD = 'a long enough password'

export async function makeUser(email: string, role: Role, team?: string): Promise<void> {
  await upsertUser(system(), { email, role, password: PASSWORD, ...(team === undefined ? {} : { team }) })
}

const pairs = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '')

/** Signs in as a browser does; answers the response of the callback and all cookies for the Cookie header. */
export async function signInBy(
  url: string,
  email: string,
  password: string = PASSWORD,
  headers: Record<string, string> = {},
): Promise<{ response: Response; cookie: string }> {
  const csrf = await fetch(`${url}/api/auth/csrf`, { headers })
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const before = pairs(csrf)
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: before.join('; '), ...headers },
    body: new URLSearchParams({ email, password, csrfToken, callbackUrl: '/', json: 'true' }),
  })
  return { response, cookie: [...before, ...pairs(response)].join('; ') }
}
