/** How incidents are put into words: their state, their number, what they are about. Pure. */
import type { AlarmScope } from '@/lib/alerts/types'
import type { TileState } from '@/lib/boards/types'
import type { Formats } from '@/lib/i18n/format'
import type { Locale } from '@/lib/i18n/locale'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Unit } from '@/lib/metrics/types'

/** The parts of an incident its words are made of. */
export interface Worded {
  readonly state: 'open' | 'recovered' | 'resolved'
  readonly severity: 'bad' | 'watch'
  readonly kind: string
  readonly unit: Unit
  readonly value: number | null
  readonly limit: number | null
  readonly worst: number | null
  readonly openedAt: string
  readonly recoveredAt: string | null
  readonly resolvedAt: string | null
}

export const stateOfIncident = ({ state, severity }: Pick<Worded, 'state' | 'severity'>): TileState =>
  state === 'open' ? severity : 'ok'

/** Whether its number is how many conversations wait, and not how long one of them does or what a metric says. */
export const countsConversations = ({ kind, unit }: Pick<Worded, 'kind' | 'unit'>): boolean =>
  (kind === 'conversation' || kind === 'sla') && unit === 'count'

/** Kinds whose number is how long something has been waited for: never too short. */
const WAITS: readonly string[] = ['conversation', 'sla', 'source']

/** Which side of the limit is fine, as far as kind and numbers tell. */
export const fineSide = ({
  kind,
  worst,
  value,
  limit,
}: Pick<Worded, 'kind' | 'worst' | 'value' | 'limit'>): '<=' | '>=' => {
  if (WAITS.includes(kind)) return '<='
  const out = worst ?? value
  return out !== null && limit !== null && out < limit ? '>=' : '<='
}

/** `≤ 1:00`; null where it has no limit in one number. */
export function targetText(incident: Worded, f: Formats): string | null {
  return incident.limit === null ? null : f.target(fineSide(incident), incident.unit, incident.limit)
}

/** From when it opened until the number was back, or until now. Seconds. */
export function lastingSeconds(
  { openedAt, recoveredAt, resolvedAt }: Pick<Worded, 'openedAt' | 'recoveredAt' | 'resolvedAt'>,
  now: number,
): number {
  const end = recoveredAt ?? resolvedAt
  return Math.max(0, Math.round(((end === null ? now : Date.parse(end)) - Date.parse(openedAt)) / 1000))
}

/** What it is about, by dimension; without the conversation's own names. */
export function scopeTexts(
  scope: AlarmScope,
  locale: Locale,
): readonly { readonly dimension: string; readonly value: string | null; readonly text: string }[] {
  return Object.entries(scope).flatMap(([dimension, value]: [string, string | null | undefined]) =>
    value === undefined || dimension === 'source' || dimension === 'subject'
      ? []
      : [{ dimension, value, text: dimensionValueName(locale, dimension, value) }],
  )
}
