'use client'

/** Takes a waiting conversation on, or lets it go. Answers null, or what the server said against it. */
async function tell(source: string, subject: string, verb: 'claim' | 'release'): Promise<string | null> {
  try {
    const answer = await fetch(
      `/api/v1/tickets/${encodeURIComponent(source)}/${encodeURIComponent(subject)}/${verb}`,
      { method: 'POST' },
    )
    if (answer.ok) return null
    const problem = (await answer.json()) as { readonly detail?: string }
    return problem.detail ?? String(answer.status)
  } catch {
    return ''
  }
}

export const claim = (source: string, subject: string) => tell(source, subject, 'claim')
export const release = (source: string, subject: string) => tell(source, subject, 'release')
