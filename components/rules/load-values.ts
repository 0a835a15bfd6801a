/** Values of a dimension that had tickets in the last 28 days, those with most first. */
import type { Locale } from '@/lib/i18n/locale'
import { dimensionValueName, isHiddenChannel } from '@/lib/i18n/names'

export interface DimensionValue {
  readonly value: string
  readonly label: string
}

const MOST = 500

/** Throws where the server cannot answer. */
export async function loadValues(
  dimension: string,
  locale: Locale,
  signal: AbortSignal,
): Promise<readonly DimensionValue[]> {
  const answer = await fetch('/api/v1/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal,
    body: JSON.stringify({
      metrics: ['tickets_opened'],
      dimensions: [dimension],
      period: { preset: 'last_28_days' },
      orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
      limit: MOST,
    }),
  })
  if (!answer.ok) throw new Error(`query answered ${answer.status}`)
  const { rows } = (await answer.json()) as { rows: readonly Record<string, unknown>[] }
  return rows.flatMap((row) => {
    const value = row[dimension]
    if (dimension === 'channel' && isHiddenChannel(String(value))) return []
    return typeof value === 'string' && value !== ''
      ? [{ value, label: dimensionValueName(locale, dimension, value) }]
      : []
  })
}
