/** What everybody who reads incidents reads of them. Instants are epoch milliseconds. */
import type { AlarmScope, Ladder, Severity } from '@/lib/alerts/types'
import type { Locale, Unit } from '@/lib/metrics/types'

export const INCIDENT_STATES = ['open', 'recovered', 'resolved'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

/** Row of `incident`, as people and the engine see it. */
export interface IncidentBase {
  readonly id: string
  readonly number: number
  readonly ruleId: string
  readonly ruleVersion: number
  readonly key: string
  readonly kind: string
  readonly title: Readonly<Record<Locale, string>>
  readonly severity: Severity
  readonly state: IncidentState
  readonly scope: AlarmScope
  readonly teams: readonly string[]
  readonly vip: boolean
  readonly metric: string | null
  readonly unit: Unit
  readonly value: number | null
  readonly limit: number | null
  readonly worst: number | null
  readonly openedAt: number
  readonly breachedAt: number
  readonly updatedAt: number
  readonly recoveredAt: number | null
  readonly resolvedAt: number | null
  readonly acknowledgedAt: number | null
  readonly acknowledgedBy: string | null
  readonly assigneeId: string | null
  readonly snoozedUntil: number | null
  readonly resolution: unknown
  readonly relapses: number
  readonly flapping: boolean
  readonly ladder: Ladder | null
  readonly step: number
  readonly nextStepAt: number | null
  /** why nobody was told; null = those in charge were */
  readonly quiet: unknown
}

/** Columns of an `IncidentBase`, of the table under this name. */
export const incidentColumns = (of: string): string =>
  `${of}.id, ${of}.number, ${of}.rule_id AS "ruleId", ${of}.rule_version AS "ruleVersion", ${of}.key, ${of}.kind,
  ${of}.title, ${of}.severity, ${of}.state, ${of}.scope, ${of}.teams, ${of}.vip, ${of}.metric, ${of}.unit, ${of}.value,
  ${of}."limit", ${of}.worst, ${of}.opened_at AS "openedAt", ${of}.breached_at AS "breachedAt",
  ${of}.updated_at AS "updatedAt", ${of}.recovered_at AS "recoveredAt", ${of}.resolved_at AS "resolvedAt",
  ${of}.acknowledged_at AS "acknowledgedAt", ${of}.acknowledged_by AS "acknowledgedBy",
  ${of}.assignee_id AS "assigneeId", ${of}.snoozed_until AS "snoozedUntil", ${of}.resolution, ${of}.relapses,
  ${of}.flapping, ${of}.ladder, ${of}.step, ${of}.next_step_at AS "nextStepAt", ${of}.quiet`
