/** Calls of the page of screens; a refusal becomes a reason the page has a sentence for. */

export type Refusal =
  | { readonly kind: 'code' | 'forbidden' | 'gone' | 'failed' }
  | { readonly kind: 'limited'; readonly minutes: number }

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

/** Asks `/api/v1/screens<path>`. */
export async function callScreens<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  try {
    const answer = await fetch(`/api/v1/screens${path}`, {
      method,
      cache: 'no-store',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (answer.ok) return { ok: true, value: (await answer.json()) as T }
    return { ok: false, refusal: await refusalOf(answer) }
  } catch {
    return { ok: false, refusal: { kind: 'failed' } }
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('retry-after')) || 300
    return { kind: 'limited', minutes: Math.max(1, Math.ceil(seconds / 60)) }
  }
  if (answer.status === 403) return { kind: 'forbidden' }
  if (answer.status === 404) return { kind: 'gone' }
  if (answer.status === 400) {
    const problem = (await answer.json().catch(() => null)) as { errors?: { path: string }[] } | null
    if (problem?.errors?.[0]?.path === 'code') return { kind: 'code' }
  }
  return { kind: 'failed' }
}
