/** A person's browser, as far as the server sees it: signs in and opens pages of a running product. */
export class Visitor {
  private readonly cookies = new Map<string, string>()

  constructor(private readonly address: string) {}

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send(path, { headers })
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(path, this.address), {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), cookie },
      redirect: 'manual',
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  /** Throws where the product does not let this person in. */
  async signIn(email: string, password: string): Promise<void> {
    const { csrfToken } = (await (await this.get('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.send('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, password, csrfToken, json: 'true' }).toString(),
    })
    await answer.arrayBuffer()
    if (![...this.cookies.keys()].some((name) => name.endsWith('session-token'))) {
      throw new Error(`signing in answered ${answer.status}`)
    }
  }

  /** Milliseconds until the last byte, and how many sections failed. */
  async time(path: string): Promise<{ readonly ms: number; readonly failed: number }> {
    const began = performance.now()
    const answer = await this.get(path)
    const html = await answer.text()
    const ms = performance.now() - began
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    return { ms, failed: html.match(/role="alert"/g)?.length ?? 0 }
  }

  /** What a browser needs to be the same person. */
  held(): { name: string; value: string; url: string }[] {
    return [...this.cookies].map(([name, value]) => ({ name, value, url: this.address }))
  }
}
