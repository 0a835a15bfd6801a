/** What the form of an improvement works on. */
import type { Person } from '@/components/tasks/person'
import type { ImprovementState } from '@/lib/follow-up/improvement'

/** What an improvement can be measured by; people write shares in points and the rest in the metric's unit. */
export interface MeasureChoice {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly share: boolean
}

export interface ImprovementChoices {
  readonly people: readonly Person[]
  readonly teams: readonly string[]
  /** whether no team in particular may be named */
  readonly wholeCompany: boolean
  readonly channels: readonly { readonly value: string; readonly label: string }[]
  readonly metrics: readonly MeasureChoice[]
}

export interface EditedImprovement {
  readonly number: number | null
  readonly title: string
  readonly note: string | null
  readonly state: ImprovementState
  readonly ownerId: string | null
  readonly team: string | null
  readonly dueOn: string | null
  readonly startedOn: string | null
  readonly metric: string | null
  readonly scope: { readonly channel?: string | null }
  readonly expected: number | null
  readonly incidentId: string | null
  readonly suggestion: string | null
}
