'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { z } from 'zod'
import { type Called, callApi, type Refusal } from './call-api'
import { useSeen } from './seen'

/**
 * Sends a form: `load` brings the schema with the first sending, so that no page carries the library of schemas before
 * anybody writes. Checked here by the schema the API checks it by, so that a mistake is said without a round trip.
 * `wrong(place)` is true for places that are wrong, `refused` is a sentence where nothing in the form is to blame.
 */
export function useSubmit(load: () => Promise<z.ZodType>) {
  const t = useTranslations('settings')
  const seen = useSeen()
  const [pending, setPending] = useState(false)
  const [places, setPlaces] = useState<readonly string[]>([])
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const submit = async <T>(method: string, path: string, value: unknown): Promise<Called<T> | null> => {
    setRefusal(null)
    setPending(true)
    const schema = await load().catch(() => null)
    setPending(false)
    if (schema === null) {
      const lost: Refusal = { status: 0, code: 'unreachable', detail: '', places: [] }
      setRefusal(lost)
      return { ok: false, refusal: lost }
    }
    const checked = schema.safeParse(value)
    if (!checked.success) {
      setPlaces(checked.error.issues.map((issue) => issue.path.join('.')))
      return null
    }
    setPlaces([])
    setPending(true)
    const answer = await callApi<T>(method, path, value, seen)
    setPending(false)
    if (!answer.ok) {
      setPlaces(answer.refusal.places)
      setRefusal(answer.refusal)
    }
    return answer
  }

  return {
    pending,
    submit,
    refusal,
    wrong: (place: string) => places.includes(place),
    clear: () => {
      setPlaces([])
      setRefusal(null)
    },
    refused:
      refusal === null || (refusal.status === 400 && places.length > 0) ? null : refusalText(t, refusal),
  }
}

/** A refusal in the words of the page. */
export function refusalText(
  t: ReturnType<typeof useTranslations<'settings'>>,
  { status, code, detail }: Refusal,
): string {
  if (status === 403) return t('refused.forbidden')
  if (status === 404) return t('refused.gone')
  // said in the reader's language, with who it was
  if (code === 'changed') return detail
  if (status === 409) return t('refused.conflict')
  if (status === 0 || status === 503) return t('refused.unreachable')
  return t('refused.failed', { detail: detail === '' ? String(status) : detail })
}
