/** Calls of the settings' pages. A refusal keeps its code and the places that are wrong. */

export interface Refusal {
  readonly status: number
  readonly code: string
  /** the server's own sentence, in English */
  readonly detail: string
  /** paths of the input that are wrong */
  readonly places: readonly string[]
}

export type Called<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

/** Asks `/api/v1<path>`; `seen` is what the page that changes something is as of. Never throws. */
export async function callApi<T>(
  method: string,
  path: string,
  body?: unknown,
  seen: number | null = null,
): Promise<Called<T>> {
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      cache: 'no-store',
      ...(body === undefined
        ? {}
        : {
            headers: {
              'content-type': 'application/json',
              ...(seen === null ? {} : { 'if-match': `"${seen}"` }),
            },
            body: JSON.stringify(body),
          }),
    })
    if (answer.ok) return { ok: true, value: (await answer.json()) as T }
    const problem = (await answer.json().catch(() => null)) as {
      code?: string
      detail?: string
      errors?: { path: string }[]
    } | null
    return {
      ok: false,
      refusal: {
        status: answer.status,
        code: problem?.code ?? 'internal',
        detail: problem?.detail ?? '',
        places: (problem?.errors ?? []).map(({ path: place }) => place),
      },
    }
  } catch {
    return { ok: false, refusal: { status: 0, code: 'unreachable', detail: '', places: [] } }
  }
}
